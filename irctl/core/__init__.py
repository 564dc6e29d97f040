"""What irctl knows about Inference Recommender: plain values in, plain values out."""
