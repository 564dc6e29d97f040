"""Price files in TOML, CSV and JSON."""

from fractions import Fraction

import pytest

from irctl.decisions.price_list import price_list

EXPECTED = {"ml.c5.xlarge": Fraction("0.204"), "ml.p5.48xlarge": Fraction("113.068")}
FILES = {
    "quoted.toml": '"ml.c5.xlarge" = 0.204\n"ml.p5.48xlarge" = "113.068"',
    "bare.toml": "ml.c5.xlarge = 0.204\nml.p5.48xlarge = 113.068",
    "table.toml": "[ml]\nc5.xlarge = 0.204\n[ml.p5]\n48xlarge = 113.068",
    "header.csv": "type,usd_per_hour\nml.c5.xlarge,0.204\n\nml.p5.48xlarge, $113.068 # GPU",
    "bare.csv": 'ml.c5.xlarge,0.204\n"ml.p5.48xlarge",113.068\n',
    "numbers.json": '{"ml.c5.xlarge": 0.204, "ml.p5.48xlarge": 113.068}',
    "texts.json": '{"ml.c5.xlarge": "0.204/h", "ml.p5.48xlarge": "$113.068"}',
}


@pytest.mark.parametrize("name", FILES)
def test_a_price_file_is_read_exactly(name: str) -> None:
    assert price_list(FILES[name], name.partition(".")[2]) == EXPECTED


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_a_telling_name_is_read_by_its_text(name: str) -> None:
    assert price_list(FILES[name]) == EXPECTED


@pytest.mark.parametrize(
    ("text", "ending", "part"),
    [
        ("ml.x = 1\nml.x = 2", "toml", "TOML"),
        ("ml.x = true", "toml", "ml.x"),
        ("ml.x = nan", "toml", "ml.x"),
        ("ml.x = [1]", "toml", "list"),
        ("ml.x,1\nml.x,2", "csv", "twice"),
        ("ml.x,1\nml.y,cheap", "csv", "line 2"),
        ("ml.x,1,2", "csv", "line 1"),
        (",1", "csv", "line 1"),
        ("type,price", "csv", "no price"),
        ("", "", "no price"),
        ('{"ml.x": 1, "ml.x": 1}', "json", "twice"),
        ('{"ml.x": -1}', "json", "ml.x"),
        ('{"ml.x": NaN}', "json", "ml.x"),
        ('{"ml.x": true}', "json", "ml.x"),
        ('{"ml.x": null}', "json", "ml.x"),
        ('{"ml.x": {"y": 1}}', "json", "ml.x"),
        ('["ml.x"]', "json", "object"),
        ("{", "json", "JSON"),
        ("[" * 100_000, "json", "deep"),
        ("x = " + "[" * 100_000, "toml", "TOML|deep"),
    ],
)
def test_anything_else_is_refused_with_its_place(text: str, ending: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        price_list(text, ending)
