"""Certificates as they stand in a file, both ways: bounds by number of zones, each with its duals by station code."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zoning.model.county import County
from zoning.result.solution import Certificate

if TYPE_CHECKING:
    from zoning.result.plan_file import CertificateClaim


def certificates(claims: "Sequence[CertificateClaim]", county: County) -> tuple[Certificate, ...]:
    """The certificates a file states, their duals in county order; a station it does not name has dual 0."""
    return tuple(
        Certificate(
            zones=c.zones,
            bound=c.bound,
            dual_bound=c.dual_bound,
            duals=tuple(c.duals.get(code, 0) for code in county.codes),
            zone_dual=c.zone_dual,
            change_dual=c.change_dual,
            label_duals=tuple(c.label_duals),
            limit_duals=tuple(c.limit_duals),
            zones_grown=c.zones_grown,
            candidates=c.candidates,
        )
        for c in claims
    )


def certificate_documents(county: County, certificates: Sequence[Certificate]) -> list[dict[str, Any]]:
    """Certificates with their duals by station code."""
    return [
        {
            "zones": c.zones,
            "bound": c.bound,
            **duals_document(county, c),
            "zones_grown": c.zones_grown,
            "candidates": c.candidates,
        }
        for c in certificates
    ]


def duals_document(county: County, certificate: Certificate) -> dict[str, Any]:
    """The duals of one certificate by station code, and the bound that is their sum."""
    return {
        "dual_bound": certificate.dual_bound,
        "duals": dict(zip(county.codes, certificate.duals, strict=bool(certificate.duals))),
        "zone_dual": certificate.zone_dual,
        "change_dual": certificate.change_dual,
        "label_duals": list(certificate.label_duals),
        "limit_duals": list(certificate.limit_duals),
    }
