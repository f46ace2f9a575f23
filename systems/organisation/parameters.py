"""Parameters of an organisation (H10-H31); docs/systems.md says which of them are assumptions."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Counts = Annotated[
    tuple[Annotated[int, Field(ge=1, le=10_000)], ...],
    Field(min_length=1),
    BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
]


class Parameters(BaseModel):
    """Weights of the command room (H19), the case team (H20-H22, H31), balance of branches (H15), readiness (H27)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    command_population: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_area: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    command_complexity: Annotated[float, Field(ge=0, le=1e6)] = 1.0
    case_area_hard: bool = False
    case_team: Annotated[int, Field(ge=1, le=10_000)] = 3
    criminal_handled: Share = 0.5
    pooled_share: Share = 0.3
    balance: Share = 0.5
    on_duty: Share = 0.3
    emergency: Counts = (3, 10)
