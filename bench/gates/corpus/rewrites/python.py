def by_sensor(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    groups: dict[str, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.at):
        groups.setdefault(reading.sensor, []).append(reading)
    return groups


def moving_average(values: list[float], width: int) -> list[float]:
    """Averages each value with up to `width - 1` values before it.

    >>> moving_average([1, 2, 3], 2)
    [1.0, 1.5, 2.5]
    ...
    """
    if width < 1:
        raise ValueError("width must be at least 1")
    windows = (values[max(0, end - width) : end] for end in range(1, len(values) + 1))
    return [sum(window) / len(window) for window in windows]


def outliers(readings: list[Reading], limit: float = 3.0) -> list[Reading]:
    values = [reading.value for reading in readings]
    deviation = statistics.pstdev(values) if len(values) > 1 else 0
    if deviation == 0:
        return []
    mean = statistics.fmean(values)
    return [reading for reading in readings if abs(reading.value - mean) / deviation > limit]


class Cache:
    def save(self, path: Path) -> int:
        def fits(value: object) -> bool:
            try:
                json.dumps(value)
            except TypeError:
                return False
            return True

        kept = {
            key: {"at": stored_at, "value": value}
            for key, (stored_at, value) in self.entries.items()
            if fits(value)
        }
        path.write_text(json.dumps(kept, indent=2))
        return len(kept)
