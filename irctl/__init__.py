"""irctl: choose what to deploy from Amazon SageMaker Inference Recommender."""

__version__ = "0.1.0"
