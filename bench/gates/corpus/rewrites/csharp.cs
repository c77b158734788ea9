namespace Atlas.Routes
{
    public class RoutePlanner
    {
        public double Distance(string from, string to)
        {
            var (first, second) = (stops[from], stops[to]);
            return Math.Sqrt(Math.Pow(first.X - second.X, 2) + Math.Pow(first.Y - second.Y, 2));
        }

        public string? Nearest(double x, double y, Func<Stop, bool> accepts) =>
            stops.Values
                .Where(accepts)
                .MinBy(stop => Math.Pow(stop.X - x, 2) + Math.Pow(stop.Y - y, 2))
                ?.Name;

        public int RemoveUnreachable(string from)
        {
            var reached = new HashSet<string>();
            var pending = new Stack<string>([from]);
            while (pending.TryPop(out var current))
            {
                if (!reached.Add(current)) continue;
                foreach (var (_, to) in roads.Where(road => road.From == current)) pending.Push(to);
            }
            var lost = stops.Keys.Except(reached).ToList();
            foreach (var name in lost) stops.Remove(name);
            return lost.Count;
        }

        public IEnumerable<string> Describe(string language)
        {
            string Noun(int count) => (language, count) switch
            {
                ("de", 1) => "Straße",
                ("de", _) => "Straßen",
                ("fr", 1) => "route",
                ("fr", _) => "routes",
                (_, 1) => "road",
                _ => "roads",
            };
            return from stop in stops.Values
                   orderby stop.Name
                   let count = roads.Count(road => road.From == stop.Name)
                   select $"{stop.Name} ({stop.X:F1}, {stop.Y:F1}): {count} {Noun(count)}";
        }
    }
}
