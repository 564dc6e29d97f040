"""What of a job a report may show to whoever gets the file."""

from collections.abc import Sequence

from irctl.jobs.ai_model import Deployment, Setup
from irctl.jobs.model import Job, Recommendation, Source
from irctl.redaction import masked


def disclosed(jobs: Sequence[Job], *, is_anonymous: bool) -> list[Job]:
    """Return the jobs without what a report never shows.

    The role and the response itself are dropped, and secret environment values masked; of an
    anonymous report also names, ARNs, endpoints and texts.
    """
    shown = [_without_secrets(job) for job in jobs]
    if is_anonymous:
        return [_anonymous(job, f"job {number}") for number, job in enumerate(shown, 1)]
    return shown


def _without_secrets(job: Job) -> Job:
    return job._replace(
        role_arn=None,
        recommendations=tuple(map(_recommendation, job.recommendations)),
        document={},
    )


def _recommendation(recommendation: Recommendation) -> Recommendation:
    configuration = recommendation.configuration
    variables = tuple(
        (name, value and masked(name, value)) for name, value in configuration.environment
    )
    return recommendation._replace(
        configuration=configuration._replace(environment=variables), document={}
    )


def _anonymous(job: Job, label: str) -> Job:
    return job._replace(
        label=label,
        name=label,
        arn=None,
        description=None,
        failure_reason=None,
        source=Source(),
        setup=Setup(model_uri=job.setup.model_uri, targets=job.setup.targets),
        recommendations=tuple(
            recommendation._replace(
                job_name=label,
                id=None,
                endpoint_name=None,
                variant_name=None,
                configuration=recommendation.configuration._replace(
                    compilation_job_name=None, inference_specification_name=None
                ),
                deployment=recommendation.deployment and Deployment(),
            )
            for recommendation in job.recommendations
        ),
        endpoint_performances=tuple(
            endpoint._replace(endpoint_name=None) for endpoint in job.endpoint_performances
        ),
    )
