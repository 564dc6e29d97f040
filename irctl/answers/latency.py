"""How the latency of jobs was read, in JSON."""

from collections.abc import Sequence
from dataclasses import replace

from irctl.decisions.latency_unit import Reading
from irctl.output.report import Json, Report


def with_readings(report: Report, readings: Sequence[Reading]) -> Report:
    """Return a report whose document states the unit of each job's latency, where one was given."""
    if not readings:
        return report
    units = [{"JobName": reading.job_name, "Unit": reading.unit} for reading in readings]

    def document(rows: list[Json]) -> Json:
        return {**report.document(rows), "LatencyUnits": units}

    return replace(report, document=document)
