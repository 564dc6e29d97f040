"""Names of configurations that tell each from the others, short enough for a row or a mark."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from irctl.decisions.choice import short_id
from irctl.jobs.model import Recommendation


def without_count(recommendation: Recommendation) -> str:
    """Return the title of a configuration without the count it was tested with."""
    return recommendation.configuration._replace(initial_instance_count=None).title


def titles(
    recommendations: Sequence[Recommendation],
    name: Callable[[Recommendation], str] = without_count,
) -> list[str]:
    """Return the name of each: `ml.c5.xlarge`, and what differs among those of that name in a job.

    Such as `ml.c5.xlarge, OMP_NUM_THREADS=2`, and at last its id or its number.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    names = list(map(name, recommendations))
    for index, recommendation in enumerate(recommendations):
        alike[recommendation.job_name, names[index]].append(index)
    for indexes in alike.values():
        if len(indexes) > 1:
            group = [recommendations[index] for index in indexes]
            for index, more in zip(indexes, _differences(group), strict=True):
                names[index] = f"{names[index]}, {more}"
    return names


def _differences(group: Sequence[Recommendation]) -> list[str]:
    """Return what differs among configurations of one name, unique for each."""
    parts = [_parts(recommendation) for recommendation in group]
    keys = list(dict.fromkeys(key for part in parts for key in part))
    telling = [key for key in keys if len({part.get(key) for part in parts}) > 1]
    texts = [", ".join(part.get(key) or f"no {key}" for key in telling) for part in parts]
    times: dict[str, int] = defaultdict(int)
    for text in texts:
        times[text] += 1
    return [
        text if text and times[text] == 1 else ", ".join(filter(None, (text, _last(r, number))))
        for number, (text, r) in enumerate(zip(texts, group, strict=True), 1)
    ]


def _last(recommendation: Recommendation, number: int) -> str:
    return short_id(recommendation.id) if recommendation.id else f"no. {number}"


def _parts(recommendation: Recommendation) -> Mapping[str, str]:
    """Return what can differ between configurations of one name, in words."""
    configuration = recommendation.configuration
    serverless = configuration.serverless
    parts = {
        "count": f"tested with {configuration.initial_instance_count or 1}",
        "concurrency": f"concurrency {serverless.max_concurrency}" if serverless else None,
        "load": f"concurrency {configuration.concurrency}" if configuration.concurrency else None,
        "copies": f"copies {configuration.copies}" if configuration.copies else None,
        "optimizations": " and ".join(configuration.optimizations),
        "provisioned concurrency": f"provisioned {serverless.provisioned_concurrency}"
        if serverless and serverless.provisioned_concurrency
        else None,
        "inference specification": configuration.inference_specification_name,
        "compilation": "compiled" if configuration.compilation_job_name else None,
        **{name: f"{name}={value}" for name, value in configuration.environment},
    }
    return {key: value for key, value in parts.items() if value}
