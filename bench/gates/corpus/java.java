package shop.stock;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

public final class Warehouse {
    private final Map<String, Integer> stock = new HashMap<>();
    private final List<String> log = new ArrayList<>();
    private int reserved;

    public Warehouse(Map<String, Integer> initial) {
        for (Map.Entry<String, Integer> entry : initial.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException(entry.getKey() + " has a negative count");
            }
            stock.put(entry.getKey(), entry.getValue());
        }
        log.add("opened with " + initial.size() + " articles");
    }

    public static Warehouse read(BufferedReader reader) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        String line;
        while ((line = reader.readLine()) != null) {
            String trimmed = line.trim();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            String[] parts = trimmed.split("\\s+", 2);
            if (parts.length < 2) {
                throw new IOException("No count in line: " + line);
            }
            counts.merge(parts[0], Integer.parseInt(parts[1]), Integer::sum);
        }
        return new Warehouse(counts);
    }

    public boolean reserve(String article, int count) {
        int available = stock.getOrDefault(article, 0);
        if (count > available) {
            log.add("refused " + count + " of " + article + "...");
            return false;
        }
        stock.put(article, available - count);
        reserved += count;
        log.add("reserved " + count + " of " + article);
        return true;
    }

    public int addAll(String article, int... counts) {
        int sum = 0;
        for (int count : counts) {
            if (count <= 0) {
                continue;
            }
            sum += count;
        }
        stock.merge(article, sum, Integer::sum);
        log.add("added " + sum + " of " + article);
        return stock.get(article);
    }

    public Optional<String> scarcest(int threshold) {
        String found = null;
        int lowest = threshold;
        for (Map.Entry<String, Integer> entry : stock.entrySet()) {
            int count = entry.getValue();
            if (count < lowest) {
                lowest = count;
                found = entry.getKey();
            }
        }
        return Optional.ofNullable(found);
    }

    public List<String> toOrder(Map<String, Integer> wanted) {
        List<String> orders = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : wanted.entrySet()) {
            int missing = entry.getValue() - stock.getOrDefault(entry.getKey(), 0);
            if (missing > 0) {
                orders.add(entry.getKey() + " x " + missing);
            }
        }
        orders.sort(String::compareTo);
        return orders;
    }

    public double fillRate(List<Map<String, Integer>> baskets) {
        if (baskets.isEmpty()) {
            return 1.0;
        }
        int filled = 0;
        for (Map<String, Integer> basket : baskets) {
            boolean complete = true;
            for (Map.Entry<String, Integer> entry : basket.entrySet()) {
                if (stock.getOrDefault(entry.getKey(), 0) < entry.getValue()) {
                    complete = false;
                    break;
                }
            }
            if (complete) {
                filled++;
            }
        }
        return (double) filled / baskets.size();
    }

    public String report(int width) {
        StringBuilder text = new StringBuilder();
        List<String> articles = new ArrayList<>(stock.keySet());
        articles.sort(null);
        for (String article : articles) {
            String count = String.valueOf(stock.get(article));
            int dots = Math.max(1, width - article.length() - count.length());
            text.append(article).append(".".repeat(dots)).append(count).append('\n');
        }
        text.append("reserved: ").append(reserved);
        return text.toString();
    }
}
