"""The shapes of an inference job's responses.

They are those of DescribeInferenceRecommendationsJob, its two list operations and
GetScalingConfigurationRecommendation as botocore's service model has them.
"""

from irctl.jobs.metrics import METRICS
from irctl.jobs.readers import List, Record, read_count, read_number, read_text, read_time

SERVERLESS = Record(
    MemorySizeInMB=read_count,
    MemorySizeInMb=read_count,  # the documentation's spelling
    MaxConcurrency=read_count,
    ProvisionedConcurrency=read_count,
)
_METRICS = Record(
    **{
        member: read_number
        for metric in METRICS
        for member in (metric.member, *metric.other_members)
    }
)
ENDPOINT_CONFIGURATION = Record(
    EndpointName=read_text,
    VariantName=read_text,
    InstanceType=read_text,
    InitialInstanceCount=read_count,
    ServerlessConfig=SERVERLESS,
)
MODEL_CONFIGURATION = Record(
    InferenceSpecificationName=read_text,
    EnvironmentParameters=List(Record(Key=read_text, ValueType=read_text, Value=read_text)),
    CompilationJobName=read_text,
)
RECOMMENDATION = Record(
    RecommendationId=read_text,
    Metrics=_METRICS,
    EndpointConfiguration=ENDPOINT_CONFIGURATION,
    ModelConfiguration=MODEL_CONFIGURATION,
    InvocationStartTime=read_time,
    InvocationEndTime=read_time,
)
ENDPOINT = Record(EndpointName=read_text)
ENDPOINT_PERFORMANCE = Record(
    Metrics=_METRICS,
    EndpointInfo=ENDPOINT,
    EndpointConfiguration=ENDPOINT,  # the documentation's name for it
)
SUMMARY = Record(
    JobName=read_text,
    JobDescription=read_text,
    JobType=read_text,
    JobArn=read_text,
    RoleArn=read_text,
    Status=read_text,
    CreationTime=read_time,
    CompletionTime=read_time,
    LastModifiedTime=read_time,
    FailureReason=read_text,
    ModelName=read_text,
    ModelPackageVersionArn=read_text,
    SamplePayloadUrl=read_text,
)
JOB = Record(
    JobName=read_text,
    JobDescription=read_text,
    JobType=read_text,
    JobArn=read_text,
    RoleArn=read_text,
    Status=read_text,
    CreationTime=read_time,
    CompletionTime=read_time,
    LastModifiedTime=read_time,
    FailureReason=read_text,
    InputConfig=Record(
        ModelPackageVersionArn=read_text,
        ModelName=read_text,
        JobDurationInSeconds=read_number,
        TrafficPattern=Record(
            TrafficType=read_text,
            Phases=List(
                Record(
                    InitialNumberOfUsers=read_number,
                    SpawnRate=read_number,
                    DurationInSeconds=read_number,
                )
            ),
            Stairs=Record(
                DurationInSeconds=read_number, NumberOfSteps=read_number, UsersPerStep=read_number
            ),
        ),
        ResourceLimit=Record(MaxNumberOfTests=read_number, MaxParallelOfTests=read_number),
        EndpointConfigurations=List(
            Record(
                InstanceType=read_text,
                ServerlessConfig=SERVERLESS,
                InferenceSpecificationName=read_text,
                EnvironmentParameterRanges=Record(
                    CategoricalParameterRanges=List(Record(Name=read_text, Value=List(read_text)))
                ),
            )
        ),
        VolumeKmsKeyId=read_text,
        ContainerConfig=Record(
            Domain=read_text,
            Task=read_text,
            Framework=read_text,
            FrameworkVersion=read_text,
            PayloadConfig=Record(SamplePayloadUrl=read_text, SupportedContentTypes=List(read_text)),
            NearestModelName=read_text,
            SupportedInstanceTypes=List(read_text),
            SupportedEndpointType=read_text,
            DataInputConfig=read_text,
            SupportedResponseMIMETypes=List(read_text),
        ),
        Endpoints=List(ENDPOINT),
        VpcConfig=Record(SecurityGroupIds=List(read_text), Subnets=List(read_text)),
    ),
    StoppingConditions=Record(
        MaxInvocations=read_number,
        ModelLatencyThresholds=List(Record(Percentile=read_text, ValueInMilliseconds=read_number)),
        FlatInvocations=read_text,
    ),
    InferenceRecommendations=List(RECOMMENDATION),
    EndpointPerformances=List(ENDPOINT_PERFORMANCE),
)
STEP = Record(
    StepType=read_text,
    JobName=read_text,
    Status=read_text,
    InferenceBenchmark=Record(
        Metrics=_METRICS,
        EndpointMetrics=_METRICS,
        EndpointConfiguration=ENDPOINT_CONFIGURATION,
        ModelConfiguration=MODEL_CONFIGURATION,
        FailureReason=read_text,
        InvocationStartTime=read_time,
        InvocationEndTime=read_time,
    ),
)

SCALING_POLICY = Record(
    TargetTracking=Record(
        MetricSpecification=Record(
            Predefined=Record(PredefinedMetricType=read_text),
            Customized=Record(MetricName=read_text, Namespace=read_text, Statistic=read_text),
        ),
        TargetValue=read_number,
    )
)
SCALING = Record(
    InferenceRecommendationsJobName=read_text,
    RecommendationId=read_text,
    EndpointName=read_text,
    TargetCpuUtilizationPerCore=read_number,
    ScalingPolicyObjective=Record(
        MinInvocationsPerMinute=read_number, MaxInvocationsPerMinute=read_number
    ),
    Metric=Record(InvocationsPerInstance=read_number, ModelLatency=read_number),
    DynamicScalingConfiguration=Record(
        MinCapacity=read_number,
        MaxCapacity=read_number,
        ScaleInCooldown=read_number,
        ScaleOutCooldown=read_number,
        ScalingPolicies=List(SCALING_POLICY),
    ),
)
