"""botocore's own handlers of events, registered when a client needs them."""

from typing import Any

from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.session import Session


class HandledSession(Session):
    """A session that registers the handlers of a service before it creates its first client.

    botocore registers those of all services, and inspects the signature of each: a twentieth of
    the time of `irctl describe`. Most of them correct the documentation of other services.
    """

    def __init__(self, **settings: Any):
        super().__init__(include_builtin_handlers=False, **settings)
        self._handled: set[str] = set()
        self._handle("")

    def create_client(self, service_name: str, *arguments: Any, **settings: Any) -> Any:
        self._handle(service_name)
        return super().create_client(service_name, *arguments, **settings)

    def _handle(self, service: str) -> None:
        """Register the handlers of a service; "" are those of all services."""
        if service in self._handled:
            return
        self._handled.add(service)
        events = self.get_component("event_emitter")
        registers = {
            (): events.register,
            (REGISTER_FIRST,): events.register_first,
            (REGISTER_LAST,): events.register_last,
        }
        for event, handler, *order in BUILTIN_HANDLERS:
            if _service(event) == service:
                registers[tuple(order)](event, handler)


def _service(event: str) -> str:
    """Return the service of an event's name, as in `before-call.s3.PutObject`."""
    return event.partition(".")[2].partition(".")[0]
