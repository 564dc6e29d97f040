"""Every command that calls AWS, as it is typed for one job."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "describe": ("describe", "resnet50"),
    "list": ("list",),
    "list as CSV": ("list", "-o", "csv"),
    "steps": ("steps", "resnet50", "-o", "tsv"),
    "rank": ("rank", "resnet50"),
    "compare": ("compare", "resnet50"),
    "plan": ("plan", "resnet50", "--traffic", "200/s"),
    "check": ("check", "resnet50", "--max", "latency=500"),
    "export": ("export", "resnet50", "--as", "terraform"),
    "scaling": ("scaling", "resnet50", "--max-rate", "200/s"),
    "wait": ("wait", "resnet50", "--interval", "1s", "--timeout", "1s"),
}
