"""Files of AIPerf, in the shapes that its versions write, with figures of our own."""

import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

PERCENTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99)


def record(unit: str, middle: float) -> dict[str, Any]:
    """Make a metric of each request: its percentiles rise in steps around the middle."""
    percentiles = {f"p{p}": middle * (50 + p) / 100 for p in PERCENTILES}
    return {
        "unit": unit,
        "avg": middle * 1.1,
        **percentiles,
        "min": middle / 2,
        "max": middle * 2,
        "std": middle / 10,
        "count": 200,
        "sum": middle * 220,
    }


def total(unit: str, value: float) -> dict[str, Any]:
    """Make a metric of a run as a whole."""
    return {"unit": unit, "avg": value}


def metrics(concurrency: int, succeeded: int = 200, failed: int = 0) -> dict[str, Any]:
    """Make the metrics of a run; its throughput and its latencies grow with the concurrency."""
    return {
        "request_throughput": total("requests/sec", concurrency * 0.5),
        "request_latency": record("ms", 1000.0 + concurrency * 100),
        "request_count": total("requests", float(succeeded)),
        "time_to_first_token": record("ms", 100.0 + concurrency * 10),
        "inter_token_latency": record("ms", 20.0 + concurrency),
        "output_token_throughput": total("tokens/sec", concurrency * 100.0),
        "http_req_waiting": record("ms", 5.0),
        **({"error_request_count": total("requests", float(failed))} if failed else {}),
    }


def run(concurrency: int, version: str = "0.13.0", **counts: int) -> dict[str, Any]:
    """Make a profile_export_aiperf.json; the configuration in it has a key of the endpoint."""
    return {
        "schema_version": "1.1" if version == "0.8.0" else "1.4",
        "aiperf_version": version,
        "benchmark_id": "b1",
        **metrics(concurrency, **counts),
        "input_config": (
            _settings_of_0_8(concurrency) if version == "0.8.0" else _settings(concurrency)
        ),
        "was_cancelled": False,
        "error_summary": (
            [{"error_details": {"code": 500, "type": "Timeout"}, "count": counts["failed"]}]
            if counts.get("failed")
            else []
        ),
        "start_time": "2026-06-09T02:04:52.791026",
    }


def _settings_of_0_8(concurrency: int) -> dict[str, Any]:
    return {
        "endpoint": {"model_names": ["llama"], "type": "chat", "streaming": True, "api_key": "k-1"},
        "input": {"prompt": {"input_tokens": {"mean": 512}, "output_tokens": {"mean": 256}}},
        "tokenizer": {"name": "llama-tokenizer"},
        "loadgen": {"concurrency": concurrency},
    }


def _settings(concurrency: int) -> dict[str, Any]:
    prompts = {"isl": {"mean": 512}, "osl": {"mean": 256}}
    return {
        "models": {"strategy": "round_robin", "items": [{"name": "llama"}]},
        "endpoint": {"type": "chat", "streaming": True, "headers": {"authorization": "k-1"}},
        "datasets": [{"name": "main", "type": "synthetic", "prompts": prompts}],
        "tokenizer": {"name": "llama-tokenizer"},
        "phases": [
            {"name": "warmup", "kind": "warmup", "concurrency": 1, "exclude_from_results": True},
            {"name": "profiling", "kind": "profiling", "concurrency": concurrency},
        ],
    }


def flat(metrics: dict[str, Any]) -> dict[str, Any]:
    """Make metrics of repeated runs: a mean over the runs for each statistic."""
    return {
        f"{tag}_{statistic}": {"mean": value, "std": 1.5, "ci_low": 0.0, "unit": block["unit"]}
        for tag, block in metrics.items()
        for statistic, value in block.items()
        if statistic not in ("unit", "count")
    }


def sweep(*concurrencies: int, is_flat: bool = False, failed_runs: int = 0) -> dict[str, Any]:
    """Make a profile_export_aiperf_sweep.json."""
    return {
        "aggregation_type": "sweep",
        "num_profile_runs": len(concurrencies) + failed_runs,
        "num_successful_runs": len(concurrencies),
        "failed_runs": [],
        "metadata": {"sweep_parameters": [{"name": "concurrency", "values": [*concurrencies]}]},
        "per_combination_metrics": [
            {
                "parameters": {"concurrency": concurrency},
                "metrics": flat(metrics(concurrency)) if is_flat else metrics(concurrency),
            }
            for concurrency in concurrencies
        ],
    }


def repetitions(concurrency: int) -> dict[str, Any]:
    """Make a profile_export_aiperf_aggregate.json of two runs."""
    return {
        "schema_version": "1.0",
        "aiperf_version": "0.13.0",
        "metadata": {
            "aggregation_type": "confidence",
            "num_profile_runs": 2,
            "num_successful_runs": 2,
            "variation_values": {"phases.profiling.concurrency": concurrency},
        },
        "metrics": flat(metrics(concurrency)),
    }


def search(*feasible: tuple[int, bool], reason: str | None = "precision_reached") -> dict[str, Any]:
    """Make a search_history.json: the concurrencies in order, and whether each met the SLA."""
    met = [concurrency for concurrency, is_feasible in feasible if is_feasible]
    broke = [concurrency for concurrency, is_feasible in feasible if not is_feasible]
    sla = {"metric_tag": "time_to_first_token", "stat": "p95", "op": "lt", "threshold": 400.0}
    return {
        "config": {
            "planner": "smooth_isotonic",
            "objectives": [{"metric": "output_token_throughput", "stat": "avg"}],
            "sla_filters": [sla],
        },
        "iterations": [
            {
                "iteration_idx": index,
                "variation_values": {"phases.profiling.concurrency": concurrency},
                "objective_values": [concurrency * 100.0],
                "feasible": is_feasible,
            }
            for index, (concurrency, is_feasible) in enumerate(feasible)
        ],
        "best_trials": [],
        "boundary_summary": {
            "swept_dim_path": "phases.profiling.concurrency",
            "feasible_max": {"value": max(met), "iteration_idx": 0} if met else None,
            "infeasible_min": {"value": min(broke), "first_breach": sla} if broke else None,
        },
        "recipe": "max-concurrency-under-sla",
        "convergence_reason": reason,
    }


def checkpoint(*concurrencies: int) -> dict[str, Any]:
    """Make a search_checkpoint.json."""
    return {
        "iterations": [
            {
                "variation_values": {"phases.profiling.concurrency": concurrency},
                "results": [{"label": "run_0001", "summary_metrics": metrics(concurrency)}],
            }
            for concurrency in concurrencies
        ]
    }


def archive(files: Mapping[str, Any], **options: Any) -> bytes:
    """Make an output.tar.gz of documents, or of contents as bytes, by their paths."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz", **options) as tar:
        for path, value in files.items():
            content = value if isinstance(value, bytes) else json.dumps(value).encode()
            member = tarfile.TarInfo(path)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


PROFILE = "profile_export_aiperf.json"
CUSTOMER_DATA = {
    "./inputs.json": {"data": [{"payloads": ["a prompt"]}]},
    "./outputs.json": b'{"data": [',
    "./profile_export.jsonl": b"not read\n" * 1000,
}
"""Files that nobody reads, not all of them JSON."""
