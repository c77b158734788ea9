import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import shop.stock.Warehouse;

/** Plain checks, so that nothing has to be installed. */
public final class WarehouseTest {
    private static int failures;

    public static void main(String[] args) throws IOException {
        constructor();
        read();
        reserve();
        addAll();
        scarcest();
        toOrder();
        fillRate();
        report();
        if (failures > 0) {
            System.exit(1);
        }
    }

    private static void constructor() {
        equal("reserved: 0", new Warehouse(Map.of()).report(1));
        equal("a..0\nb..2\nreserved: 0", new Warehouse(Map.of("b", 2, "a", 0)).report(4));
        IllegalArgumentException thrown =
                fails(IllegalArgumentException.class, () -> new Warehouse(Map.of("pen", -1)));
        equal("pen has a negative count", thrown.getMessage());
    }

    private static void read() throws IOException {
        Warehouse warehouse = readFrom("# stock\n\n pen 3\ncup   2 \npen 4\n");
        equal("cup..2\npen..7\nreserved: 0", warehouse.report(6));
        equal("reserved: 0", readFrom("").report(6));
        IOException thrown = fails(IOException.class, () -> readFrom("cup 1\n pen\n"));
        equal("No count in line:  pen", thrown.getMessage());
        fails(NumberFormatException.class, () -> readFrom("pen many"));
        fails(NumberFormatException.class, () -> readFrom("pen 1 2"));
    }

    private static void reserve() {
        Warehouse warehouse = new Warehouse(Map.of("pen", 5));
        equal(true, warehouse.reserve("pen", 2));
        equal("pen..3\nreserved: 2", warehouse.report(6));
        equal(false, warehouse.reserve("pen", 4));
        equal(false, warehouse.reserve("cup", 1));
        equal("pen..3\nreserved: 2", warehouse.report(6));
        equal(true, warehouse.reserve("pen", 3));
        equal("pen..0\nreserved: 5", warehouse.report(6));
    }

    private static void addAll() {
        Warehouse warehouse = new Warehouse(Map.of("pen", 5));
        equal(9, warehouse.addAll("pen", 3, -2, 0, 1));
        equal(2, warehouse.addAll("cup", 2));
        equal(9, warehouse.addAll("pen"));
        equal("cup..2\npen..9\nreserved: 0", warehouse.report(6));
    }

    private static void scarcest() {
        Warehouse warehouse = new Warehouse(Map.of("pen", 5, "cup", 3, "hat", 8));
        equal(Optional.of("cup"), warehouse.scarcest(10));
        equal(Optional.of("cup"), warehouse.scarcest(4));
        equal(Optional.empty(), warehouse.scarcest(3));
        equal(Optional.empty(), new Warehouse(Map.of()).scarcest(3));
    }

    private static void toOrder() {
        Warehouse warehouse = new Warehouse(Map.of("pen", 5, "cup", 3));
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put("pen", 7);
        wanted.put("hat", 1);
        wanted.put("cup", 3);
        equal(List.of("hat x 1", "pen x 2"), warehouse.toOrder(wanted));
        equal(List.of(), warehouse.toOrder(Map.of("pen", 4)));
    }

    private static void fillRate() {
        Warehouse warehouse = new Warehouse(Map.of("pen", 5, "cup", 3));
        equal(1.0, warehouse.fillRate(List.of()));
        equal(1.0, warehouse.fillRate(List.of(Map.of("pen", 5, "cup", 1))));
        equal(0.0, warehouse.fillRate(List.of(Map.of("hat", 1))));
        List<Map<String, Integer>> baskets =
                List.of(Map.of("pen", 1), Map.of("pen", 6), Map.of("cup", 4, "pen", 1), Map.of());
        equal(0.5, warehouse.fillRate(baskets));
    }

    private static void report() {
        Warehouse warehouse = new Warehouse(Map.of("pencil", 12, "cup", 3));
        equal("cup.......3\npencil...12\nreserved: 0", warehouse.report(11));
        equal("cup.3\npencil.12\nreserved: 0", warehouse.report(2));
    }

    private static Warehouse readFrom(String text) throws IOException {
        return Warehouse.read(new BufferedReader(new StringReader(text)));
    }

    private static void equal(Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            fail("expected " + expected + ", found " + found);
        }
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static <T extends Exception> T fails(Class<T> type, Action action) {
        try {
            fail("expected " + type + ", found " + action.run());
        } catch (Exception thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            fail("expected " + type + ", found " + thrown);
        }
        throw new IllegalStateException("there is nothing to look at");
    }

    private static void fail(String message) {
        failures++;
        StackTraceElement caller =
                StackWalker.getInstance().walk(frames -> frames.skip(2).findFirst()).orElseThrow().toStackTraceElement();
        System.err.println("WarehouseTest.java:" + caller.getLineNumber() + ": " + message);
    }
}
