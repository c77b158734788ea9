using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Atlas.Routes
{
    public record Stop(string Name, double X, double Y);

    public class RoutePlanner
    {
        private readonly Dictionary<string, Stop> stops = new();
        private readonly List<(string From, string To)> roads = new();

        public event EventHandler<string>? StopAdded;

        public void AddStop(Stop stop, params string[] neighbours)
        {
            if (stops.ContainsKey(stop.Name))
            {
                throw new ArgumentException($"{stop.Name} is known already", nameof(stop));
            }
            stops.Add(stop.Name, stop);
            foreach (var neighbour in neighbours)
            {
                roads.Add((stop.Name, neighbour));
                roads.Add((neighbour, stop.Name));
            }
            StopAdded?.Invoke(this, stop.Name);
        }

        public double Distance(string from, string to)
        {
            var first = stops[from];
            var second = stops[to];
            var dx = first.X - second.X;
            var dy = first.Y - second.Y;
            return Math.Sqrt(dx * dx + dy * dy);
        }

        public IReadOnlyList<string> ShortestHops(string from, string to)
        {
            var previous = new Dictionary<string, string?> { [from] = null };
            var queue = new Queue<string>();
            queue.Enqueue(from);
            while (queue.Count > 0)
            {
                var current = queue.Dequeue();
                if (current == to)
                {
                    break;
                }
                foreach (var (start, end) in roads)
                {
                    if (start == current && !previous.ContainsKey(end))
                    {
                        previous[end] = current;
                        queue.Enqueue(end);
                    }
                }
            }
            return Backtrack(previous, to);
        }

        private static IReadOnlyList<string> Backtrack(
            Dictionary<string, string?> previous,
            string to)
        {
            var path = new List<string>();
            if (!previous.ContainsKey(to))
            {
                return path;
            }
            for (string? at = to; at != null; at = previous[at])
            {
                path.Add(at);
            }
            path.Reverse();
            return path;
        }

        public async Task<int> LoadAsync(string path, CancellationToken cancel = default)
        {
            var lines = await File.ReadAllLinesAsync(path, cancel);
            var added = 0;
            foreach (var line in lines.Skip(1))
            {
                var cells = line.Split(';');
                if (cells.Length < 3)
                {
                    Console.Error.WriteLine($"Skipping short line: {line}...");
                    continue;
                }
                AddStop(new Stop(cells[0], double.Parse(cells[1]), double.Parse(cells[2])), cells[3..]);
                added++;
            }
            return added;
        }

        public string? Nearest(double x, double y, Func<Stop, bool> accepts)
        {
            string? best = null;
            var bestDistance = double.MaxValue;
            foreach (var stop in stops.Values)
            {
                if (!accepts(stop))
                {
                    continue;
                }
                var distance = Math.Pow(stop.X - x, 2) + Math.Pow(stop.Y - y, 2);
                if (distance < bestDistance)
                {
                    best = stop.Name;
                    bestDistance = distance;
                }
            }
            return best;
        }

        public int RemoveUnreachable(string from)
        {
            var reached = new HashSet<string>();
            var pending = new Stack<string>();
            pending.Push(from);
            while (pending.Count > 0)
            {
                var current = pending.Pop();
                if (!reached.Add(current))
                {
                    continue;
                }
                foreach (var road in roads.Where(road => road.From == current))
                {
                    pending.Push(road.To);
                }
            }
            var lost = stops.Keys.Where(name => !reached.Contains(name)).ToList();
            lost.ForEach(name => stops.Remove(name));
            return lost.Count;
        }

        public IEnumerable<string> Describe(string language)
        {
            foreach (var stop in stops.Values.OrderBy(stop => stop.Name))
            {
                var count = roads.Count(road => road.From == stop.Name);
                var noun = language switch
                {
                    "de" => count == 1 ? "Straße" : "Straßen",
                    "fr" => count == 1 ? "route" : "routes",
                    _ => count == 1 ? "road" : "roads",
                };
                yield return $"{stop.Name} ({stop.X:F1}, {stop.Y:F1}): {count} {noun}";
            }
        }
    }
}
