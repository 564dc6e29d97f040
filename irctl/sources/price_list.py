"""Prices of instances from AWS's Price List, asked for each type once in 24 hours."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from botocore.configprovider import ConfiguredEndpointProvider

from irctl import cache
from irctl.decisions.caveats import Caveat, PriceIsNotListed, PriceListIsRefused
from irctl.decisions.prices import Price
from irctl.errors import RefusedError, UsageError
from irctl.sources.aws_errors import translated_errors, unreadable
from irctl.sources.client import reading_client
from irctl.sources.offers import HOSTING, Offer, hosting_offers
from irctl.sources.pacing import together
from irctl.sources.paging import pages
from irctl.sources.session import Session

OPERATIONS = ("GetProducts",)
"""Everything that irctl calls of the Price List."""
_API = "pricing"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
"""Of an instance type or a region: it becomes part of the name of a file."""
_FRESH = timedelta(hours=24)
_ENDPOINTS = (
    ("cn-", "cn-northwest-1"),
    ("ap-", "ap-south-1"),
    ("eu-", "eu-central-1"),
    ("", "us-east-1"),
)
"""By how a region begins, the region whose endpoint is asked: the Price List has no others."""


class _Product(NamedTuple):
    """An instance type for hosting in a region."""

    instance_type: str
    region: str

    @property
    def request(self) -> dict[str, Any]:
        """The parameters of GetProducts."""
        filters = {
            "component": HOSTING,
            "instanceName": self.instance_type,
            "regionCode": self.region,
        }
        return {
            "ServiceCode": "AmazonSageMaker",
            "FormatVersion": "aws_v1",
            "Filters": [
                {"Type": "TERM_MATCH", "Field": field, "Value": value}
                for field, value in filters.items()
            ],
        }

    @property
    def endpoint(self) -> str:
        """The region of the endpoint to ask."""
        return next(at for beginning, at in _ENDPOINTS if self.region.startswith(beginning))

    def price(self, offer: Offer) -> Price:
        return Price(offer.per_hour, f"AWS Price List, {self.region}", offer.date)


class PriceList:
    """The on-demand prices of instances for real-time inference."""

    def __init__(
        self,
        session: Session,
        region: str | None,
        *,
        now: Callable[[], datetime],
        trace: Callable[[str], None] | None = None,
    ):
        """`region` is that of the prices, in place of the jobs'; `trace` logs each response.

        botocore chooses the endpoint, by AWS_ENDPOINT_URL_PRICING if it is set.
        """
        self._session = session
        self._region = region
        self._trace = trace
        self._stored = _StoredOffers(session, now)
        self._clients: dict[str, Any] = {}
        self._answers: dict[_Product, Price | Caveat] = {}

    def look_up(
        self, instance_types: Iterable[str], job_region: str | None
    ) -> Mapping[str, Price | Caveat]:
        """Return the price of each instance type, or why it has none. Raise IrctlError."""
        region = self._session.region(self._region or job_region)
        if region is None or not _NAME.fullmatch(region):
            raise UsageError(
                "--prices aws: the region of the prices is not known",
                "give it with --price-region REGION",
            )
        products = {_Product(instance_type, region) for instance_type in instance_types}
        self._answer(products - self._answers.keys())
        return {product.instance_type: self._answers[product] for product in products}

    def _answer(self, products: Iterable[_Product]) -> None:
        """Find out about products, in the cache or from AWS."""
        requests = {}
        for product in products:
            if not _NAME.fullmatch(product.instance_type):
                self._answers[product] = PriceIsNotListed(*product, number=0)
            elif offer := self._stored.read(product):
                self._answers[product] = product.price(offer)
            else:
                requests[product] = partial(self._ask, product, self._client(product.endpoint))
        self._answers |= together(requests)

    def _ask(self, product: _Product, client: Any) -> Price | Caveat:
        try:
            offers = self._fetch(product, client)
        except RefusedError as error:
            return PriceListIsRefused(error.message)
        if len(offers) != 1:
            return PriceIsNotListed(*product, number=len(offers))
        self._stored.write(product, offers[0])
        return product.price(offers[0])

    def _fetch(self, product: _Product, client: Any) -> list[Offer]:
        errors = partial(translated_errors, self._session.target(product.endpoint))
        most_pages = self._session.bounds.pages
        offers: list[Offer] = []
        for page in pages(client.get_products, product.request, "PriceList", most_pages, errors):
            try:
                offers += hosting_offers(page.entries, *product)
            except ValueError as error:
                raise unreadable(f"the response to GetProducts: {error}") from None
        return offers

    def _client(self, endpoint: str) -> Any:
        if endpoint not in self._clients:
            self._clients[endpoint] = reading_client(
                self._session, _API, endpoint, OPERATIONS, trace=self._trace
            )
        return self._clients[endpoint]


class _StoredOffers:
    """Offers in the user's cache, for a day."""

    def __init__(self, session: Session, now: Callable[[], datetime]):
        self._now = now
        endpoint = ConfiguredEndpointProvider(
            full_config=session.botocore.full_config,
            scoped_config=session.botocore.get_scoped_config(),
            client_name=_API,
        ).provide()
        # What one endpoint answers is not what another would.
        self._source = hashlib.sha256((endpoint or "").encode()).hexdigest()[:12]

    def read(self, product: _Product) -> Offer | None:
        """Return an offer that is less than 24 hours old; None without one."""
        try:
            document = json.loads(cache.read(self._name(product)) or b"null")
            age = self._now() - datetime.fromisoformat(document["Read"])
            offer = Offer(Fraction(document["UsdPerHour"]), document["Date"])
        except (ValueError, TypeError, KeyError):
            return None
        return offer if timedelta(0) <= age < _FRESH else None

    def write(self, product: _Product, offer: Offer) -> None:
        document = {
            "Read": self._now().isoformat(),
            "UsdPerHour": str(offer.per_hour),
            "Date": offer.date,
        }
        cache.write(self._name(product), json.dumps(document).encode())

    def _name(self, product: _Product) -> str:
        return f"price-{product.region}-{product.instance_type}-{self._source}.json"
