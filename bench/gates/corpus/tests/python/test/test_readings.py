import json
import tempfile
import unittest
from pathlib import Path

import python as code
from python import Reading


def readings(*values, sensor="a"):
    return [Reading(sensor, float(at), float(value)) for at, value in enumerate(values)]


class ReadRows(unittest.TestCase):
    def read(self, text, columns=("sensor", "at", "value")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.csv"
            path.write_text(text)
            return code.read_rows(path, list(columns))

    def test_rows(self):
        rows = self.read("sensor,at,value\na,1,2.5\nb,2,\nc,3,4\n")
        self.assertEqual(rows, [Reading("a", 1.0, 2.5), Reading("c", 3.0, 4.0)])
        self.assertIsInstance(rows[0].at, float)

    def test_no_rows(self):
        self.assertEqual(self.read("sensor,at,value\n"), [])

    def test_missing_columns(self):
        with self.assertRaisesRegex(ValueError, r"rows\.csv: no column unit, place$"):
            self.read("sensor,at,value\na,1,2\n", ["sensor", "unit", "place"])


class BySensor(unittest.TestCase):
    def test_groups(self):
        late, early, other = Reading("a", 3, 1), Reading("a", 1, 9), Reading("b", 2, 5)
        groups = code.by_sensor([late, other, early])
        self.assertEqual(groups, {"a": [early, late], "b": [other]})
        self.assertIs(type(groups), dict)
        self.assertEqual(code.by_sensor(iter([])), {})


class MovingAverage(unittest.TestCase):
    def test_averages(self):
        self.assertEqual(code.moving_average([1, 2, 3, 4], 2), [1.0, 1.5, 2.5, 3.5])
        self.assertEqual(code.moving_average([1, 2, 6], 1), [1.0, 2.0, 6.0])
        self.assertEqual(code.moving_average([2, 4], 5), [2.0, 3.0])
        self.assertEqual(code.moving_average([], 3), [])

    def test_width(self):
        for width in (0, -1):
            with self.assertRaises(ValueError):
                code.moving_average([1.0], width)


class Outliers(unittest.TestCase):
    def test_found(self):
        given = readings(*[1] * 15, 100)
        self.assertEqual(code.outliers(given), [given[15]])
        low = readings(*[1] * 15, -100)
        self.assertEqual(code.outliers(low), [low[15]])

    def test_limit(self):
        pair = readings(1, 3)
        self.assertEqual(code.outliers(pair, 1.0), [])
        self.assertEqual(code.outliers(pair, 0.9), pair)

    def test_few_or_equal(self):
        self.assertEqual(code.outliers([]), [])
        self.assertEqual(code.outliers(readings(5), 0.0), [])
        self.assertEqual(code.outliers(readings(5, 5, 5), 0.0), [])


class Summarize(unittest.TestCase):
    def test_lines(self):
        groups = {"b": readings(1, 2, 4), "a": [], "c": readings(1.23456, 3)}
        self.assertEqual(
            code.summarize(groups),
            "a: no readings...\nb: 1.0 .. 4.0, mean 2.33\nc: 1.23 .. 3.0, mean 2.12",
        )
        self.assertEqual(code.summarize({"c": readings(1.26, 3)}, 1), "c: 1.3 .. 3.0, mean 2.1")
        self.assertEqual(code.summarize({}), "")


class MergeSettings(unittest.TestCase):
    def test_merge(self):
        base = {"a": 1, "b": {"c": 2, "d": 3}, "e": {"f": 1}, "g": 4}
        extra = {"a": 5, "b": {"c": None, "h": {"i": 6}}, "e": 7, "g": None, "x": None, "y": {"z": 1}}
        expected = {"a": 5, "b": {"d": 3, "h": {"i": 6}}, "e": 7, "y": {"z": 1}}
        self.assertEqual(code.merge_settings(base, extra), expected)
        self.assertEqual(base, {"a": 1, "b": {"c": 2, "d": 3}, "e": {"f": 1}, "g": 4})
        self.assertEqual(code.merge_settings({"a": 1}, {"a": {"b": 2}}), {"a": {"b": 2}})


class Clock:
    def __init__(self):
        self.time = 100.0

    def now(self):
        return self.time


class CacheTest(unittest.TestCase):
    def setUp(self):
        self.clock = Clock()
        self.cache = code.Cache(self.clock, 10)
        self.made = 0

    def make(self, *args):
        self.made += 1
        return (self.made, args)

    def test_get(self):
        self.assertEqual(self.cache.get("a", self.make, 1, 2), (1, (1, 2)))
        self.clock.time += 9.5
        self.assertEqual(self.cache.get("a", self.make), (1, (1, 2)))
        self.assertEqual(self.cache.get("b", self.make), (2, ()))
        self.clock.time += 0.5
        self.assertEqual(self.cache.get("a", self.make), (3, ()))
        self.clock.time += 9.5
        self.assertEqual(self.cache.get("a", self.make), (3, ()))

    def test_a_stale_entry_goes_even_when_making_fails(self):
        self.cache.get("a", self.make)
        self.clock.time += 20
        with self.assertRaises(ZeroDivisionError):
            self.cache.get("a", lambda: 1 / 0)
        self.assertEqual(self.cache.entries, {})

    def test_save(self):
        self.cache.get("number", lambda: 5)
        self.cache.get("odd", lambda: object())
        self.clock.time += 1
        self.cache.get("text", lambda: "six")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cache.json"
            self.assertEqual(self.cache.save(path), 2)
            self.assertEqual(
                json.loads(path.read_text()),
                {"number": {"at": 100.0, "value": 5}, "text": {"at": 101.0, "value": "six"}},
            )
            self.assertIn("\n  ", path.read_text())


if __name__ == "__main__":
    unittest.main()
