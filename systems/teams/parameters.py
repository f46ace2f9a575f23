"""Parameters of an organisation (H10-H31); docs/systems.md says which of them are assumptions."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Minutes = Annotated[float, Field(ge=0, le=10_000)]
Persons = Annotated[int, Field(ge=1, le=10_000)]
Counts = Annotated[
    tuple[Persons, ...],
    Field(min_length=1),
    BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
]


class Parameters(BaseModel):
    """Of the command room (H19), teams (H20-H23, H31), branches (H15), forces on call (H27), the scorecard (H17)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    command_population: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_area: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_complexity: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    case_area_hard: bool = False
    case_team: Persons = 3
    command_room: Annotated[int, Field(ge=0, le=10_000)] = 2
    community_team: Annotated[int, Field(ge=0, le=10_000)] = 3
    criminal_handled: Share = 0.5
    pooled_share: Share = 0.3
    balance: Share = 0.5
    on_call_officers: Share = 0.3
    on_call_auxiliaries: Share = 0.3
    on_call_village_police: Share = 0.5
    on_call_guards: Share = 0.3
    on_call_militia: Share = 0.2
    turnout_officers: Minutes = 3.0
    turnout_auxiliaries: Minutes = 5.0
    turnout_village_police: Minutes = 10.0
    turnout_guards: Minutes = 10.0
    turnout_militia: Minutes = 30.0
    target_change: Annotated[float, Field(ge=-1, le=10)] = 0.0
    urgent: Annotated[float, Field(ge=0, le=100)] = 2.0
    emergency: Counts = (3, 10, 30)
