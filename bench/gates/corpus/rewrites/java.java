public final class Warehouse {
    public int addAll(String article, int... counts) {
        int sum = IntStream.of(counts).filter(count -> count > 0).sum();
        log.add("added " + sum + " of " + article);
        return stock.merge(article, sum, Integer::sum);
    }

    public Optional<String> scarcest(int threshold) {
        return stock.entrySet().stream()
                .filter(entry -> entry.getValue() < threshold)
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    public List<String> toOrder(Map<String, Integer> wanted) {
        record Missing(String article, int count) {}
        return wanted.entrySet().stream()
                .map(entry -> new Missing(entry.getKey(), entry.getValue() - stock.getOrDefault(entry.getKey(), 0)))
                .filter(missing -> missing.count() > 0)
                .map(missing -> missing.article() + " x " + missing.count())
                .sorted()
                .toList();
    }

    public double fillRate(List<Map<String, Integer>> baskets) {
        if (baskets.isEmpty()) {
            return 1.0;
        }
        long filled = baskets.stream().filter(this::isInStock).count();
        return (double) filled / baskets.size();
    }

    private boolean isInStock(Map<String, Integer> basket) {
        return basket.entrySet().stream()
                .allMatch(entry -> stock.getOrDefault(entry.getKey(), 0) >= entry.getValue());
    }
}
