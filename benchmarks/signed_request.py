"""Import typer and botocore, send one signed request to SageMaker, and print the response.

What `irctl describe NAME --json` cannot do without: its peer in run.py.
"""

import os

import botocore.session
import typer
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

session = botocore.session.Session()
request = AWSRequest(
    method="POST",
    url=os.environ["AWS_ENDPOINT_URL_SAGEMAKER"],
    headers={
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "SageMaker.DescribeInferenceRecommendationsJob",
    },
    data=b'{"JobName": "job-1"}',
)
region = session.get_config_variable("region")
SigV4Auth(session.get_credentials(), "sagemaker", region).add_auth(request)
typer.echo(URLLib3Session().send(request.prepare()).text)
