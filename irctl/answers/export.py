"""The answer of `irctl export` as data."""

from irctl.export.deployment import Deployment, Variable
from irctl.jobs.model import Document, Recommendation
from irctl.output.report import Json, Report, Table


def report(recommendation: Recommendation, deployment: Deployment, warnings: list[str]) -> Report:
    """Return the requests, with null for each variable."""
    document: Document = {
        "JobName": recommendation.job_name,
        "RecommendationId": recommendation.id,
        "Region": deployment.region,
        "CreateModel": _without_variables(deployment.model),
        "CreateEndpointConfig": _without_variables(deployment.endpoint_config),
        "CreateEndpoint": _without_variables(deployment.endpoint),
        "Variables": [
            {"Name": variable.name, "Description": variable.description}
            for variable in deployment.variables
        ],
        "Warnings": warnings,
    }
    return Report(lambda: document, [[document]], Table.of((), ()), warnings=warnings)


def variables_to_set(deployment: Deployment) -> list[str]:
    return [
        f"the job does not contain {variable.description}: set {variable.name}"
        for variable in deployment.variables
    ]


def _without_variables(value: Json) -> Json:
    match value:
        case Variable():
            return None
        case dict():
            return {key: _without_variables(item) for key, item in value.items()}
        case list():
            return [_without_variables(item) for item in value]
    return value
