"""What `irctl export` answers."""

from collections.abc import Sequence
from dataclasses import replace

from irctl.answers.readings import price
from irctl.decisions.prices import AppliedPrice
from irctl.decisions.pricing import instances_of
from irctl.export.deployment import Deployment
from irctl.export.values import UniqueName, Variable, without_tags
from irctl.jobs.exact import double
from irctl.jobs.model import Document, Recommendation
from irctl.output import numbers
from irctl.output.report import Json, Report, documents


def report(best: Recommendation, described: Deployment, notes: list[str]) -> Report:
    """The requests as data, null where a variable stands."""
    document: Document = {
        "JobName": best.job_name,
        "RecommendationId": best.id,
        "Region": described.region,
        "CreateModel": _without_variables(described.model),
        "CreateEndpointConfig": _without_variables(described.endpoint_config),
        **_endpoint(described),
        **_components(described.components),
        "Variables": [
            {"Name": variable.name, "Description": variable.description}
            for variable in described.variables
        ],
        "Warnings": notes,
    }
    return Report(rows=documents([document]), warnings=notes)


def _endpoint(described: Deployment) -> Document:
    """Return the requests for the endpoint, and for what scales it."""
    endpoint, autoscaling = described.endpoint, described.autoscaling
    requests: dict[str, Json]
    if not described.is_update:
        requests = {"CreateEndpoint": endpoint}
    else:
        tags = {"ResourceArn": None, "Tags": endpoint["Tags"]} if "Tags" in endpoint else None
        requests = {"CreateEndpoint": None, "UpdateEndpoint": without_tags(endpoint)}
        requests |= {"AddTags": tags} if tags else {}
    if autoscaling:
        requests["RegisterScalableTarget"] = autoscaling.target
        requests["PutScalingPolicy"] = list(autoscaling.policies)
    return {name: _without_variables(request) for name, request in requests.items()}


def _components(components: Sequence[Document]) -> Document:
    requests = [_without_variables(component) for component in components]
    return {"CreateInferenceComponent": requests} if requests else {}


def with_cost(
    described: Deployment, deployed: Recommendation, prices: Sequence[AppliedPrice]
) -> Deployment:
    """Return a deployment whose comments say what it costs at the prices that apply."""
    configuration = deployed.configuration
    for applied in prices:
        if applied.instance_type == configuration.instance_type:
            cost = applied.per_hour * instances_of(configuration)
            total = numbers.usd(double(cost) or 0)
            title = f"{described.title}, for {total}/h, each instance {price(applied)}"
            return replace(described, title=title)
    return described


def variables_to_set(described: Deployment) -> list[str]:
    return [
        f"a secret is not copied, {variable.description}: set {variable.name}"
        if variable.is_secret
        else f"the job does not contain {variable.description}: set {variable.name}"
        for variable in described.variables
    ]


def _without_variables(value: Json) -> Json:
    match value:
        case Variable():
            return None
        case UniqueName(start, _):
            return start
        case dict():
            return {key: _without_variables(item) for key, item in value.items()}
        case list():
            return [_without_variables(item) for item in value]
    return value
