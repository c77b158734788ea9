from __future__ import annotations

import csv
import json
import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterable, Protocol


class Clock(Protocol):
    def now(self) -> float: ...


@dataclass
class Reading:
    sensor: str
    at: float
    value: float
    tags: tuple[str, ...] = field(default_factory=tuple)


def read_rows(path: Path, columns: list[str]) -> list[Reading]:
    """Reads one CSV file; rows without a value are left out."""
    readings = []
    with path.open(newline="") as handle:
        reader = csv.DictReader(handle)
        for row in reader:
            missing = [name for name in columns if name not in row]
            if missing:
                raise ValueError(f"{path}: no column {', '.join(missing)}")
            if row["value"] == "":
                continue
            readings.append(Reading(row["sensor"], float(row["at"]), float(row["value"])))
    return readings


def by_sensor(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[reading.sensor].append(reading)
    for group in groups.values():
        group.sort(key=lambda reading: reading.at)
    return dict(groups)


def moving_average(values: list[float], width: int) -> list[float]:
    if width < 1:
        raise ValueError("width must be at least 1")
    averages = []
    total = 0.0
    for index, value in enumerate(values):
        total += value
        if index >= width:
            total -= values[index - width]
        count = min(index + 1, width)
        averages.append(total / count)
    return averages


def outliers(readings: list[Reading], limit: float = 3.0) -> list[Reading]:
    if len(readings) < 2:
        return []
    mean = sum(reading.value for reading in readings) / len(readings)
    variance = sum((reading.value - mean) ** 2 for reading in readings) / len(readings)
    deviation = variance**0.5
    if deviation == 0:
        return []
    found = []
    for reading in readings:
        distance = abs(reading.value - mean) / deviation
        if distance > limit:
            found.append(reading)
    return found


def summarize(groups: dict[str, list[Reading]], digits: int = 2) -> str:
    lines = []
    for sensor in sorted(groups):
        values = [reading.value for reading in groups[sensor]]
        if not values:
            lines.append(f"{sensor}: no readings...")
            continue
        low = round(min(values), digits)
        high = round(max(values), digits)
        mean = round(sum(values) / len(values), digits)
        lines.append(f"{sensor}: {low} .. {high}, mean {mean}")
    return "\n".join(lines)


def merge_settings(base: dict, extra: dict) -> dict:
    merged = dict(base)
    for key, value in extra.items():
        current = merged.get(key)
        if isinstance(current, dict) and isinstance(value, dict):
            merged[key] = merge_settings(current, value)
        elif value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged


class Cache:
    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock = clock
        self.seconds = seconds
        self.entries: dict[str, tuple[float, object]] = {}

    def get(self, key: str, make: Callable[..., object], *args: object) -> object:
        now = self.clock.now()
        if key in self.entries:
            stored_at, value = self.entries[key]
            if now - stored_at < self.seconds:
                return value
            del self.entries[key]
        value = make(*args)
        self.entries[key] = (now, value)
        return value

    def save(self, path: Path) -> int:
        kept = {}
        for key, (stored_at, value) in self.entries.items():
            try:
                json.dumps(value)
            except TypeError:
                continue
            kept[key] = {"at": stored_at, "value": value}
        path.write_text(json.dumps(kept, indent=2))
        return len(kept)
