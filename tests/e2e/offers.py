"""Offers of AWS's Price List, in the shape that its API reference describes."""

from typing import Any

Document = dict[str, Any]


def offer(
    instance_type: str = "ml.x",
    price: str | None = "1.5150000000",
    *,
    region: str = "us-east-2",
    component: str = "Hosting",
    usage: str = "Host",
    unit: str = "Hrs",
    currency: str = "USD",
) -> Document:
    """Make an offer of one product, on demand."""
    dimension = {"unit": unit, "pricePerUnit": {currency: price} if price else {}}
    return {
        "product": {
            "productFamily": "ML Instance",
            "attributes": {
                "regionCode": region,
                "component": component,
                "instanceName": instance_type,
                "instanceType": f"{instance_type}-{component}",
                "platoinstancetype": component,
                "usagetype": f"USE2-{usage}:{instance_type}",
            },
            "sku": "SKU",
        },
        "serviceCode": "AmazonSageMaker",
        "terms": {"OnDemand": {"SKU.TERM": {"priceDimensions": {"SKU.TERM.RATE": dimension}}}},
        "publicationDate": "2026-11-01T00:00:00Z",
    }
