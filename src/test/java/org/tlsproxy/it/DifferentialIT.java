package org.tlsproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The service beside the C program, in one Postfix: for each row of {@link DifferentialCases} both get the same configuration and the
 * same remote clients, and what the clients, postscreen(8) and the mail log see must be the same, but for differences that are known.
 */
@Tag("once")
class DifferentialIT {

    /** Configurations at a time: what one waits for, others compute. */
    private static final int AT_ONCE = 3;

    private static PostfixInstance mx;
    private static ExecutorService players;

    /** What came of a row. */
    private record Outcomes(List<String> theirs, List<String> ours) { }

    @BeforeAll
    static void startPostfix() throws IOException {
        List<String> configurations = List.copyOf(byConfiguration().keySet());
        PostfixSetup setup = DifferentialCases.setup();
        for (int i = 0; i < configurations.size(); i++) {
            setup.program("c-" + i, ServiceUnderTest.reference(), configurations.get(i));
            setup.program("j-" + i, ServiceUnderTest.executable(), configurations.get(i));
        }
        mx = setup.start();
        DifferentialFiles.make(mx);
        players = Executors.newFixedThreadPool(AT_ONCE);
    }

    @AfterAll
    static void stopPostfix() {
        players.shutdownNow();
        mx.close();
    }

    private static Map<String, List<DifferentialCase>> byConfiguration() {
        String only = System.getProperty("tlsproxy.it.row", "");
        return DifferentialCases.all().stream().filter(row -> Pattern.compile(only).matcher(row.name()).find())
            .collect(Collectors.groupingBy(row -> arguments(row.settings()), LinkedHashMap::new, Collectors.toList()));
    }

    private static String arguments(List<String> settings) {
        return settings.stream().map(each -> "-o { " + each.replaceFirst("=", " = ") + " }").collect(Collectors.joining(" "));
    }

    @TestFactory
    List<DynamicTest> shouldDoWhatTheReferenceDoes() {
        List<DynamicTest> tests = new ArrayList<>();
        int number = 0;
        for (List<DifferentialCase> rows : byConfiguration().values()) {
            int configuration = number++;
            List<CompletableFuture<Outcomes>> outcomes = rows.stream().map(row -> new CompletableFuture<Outcomes>()).toList();
            players.execute(() -> play(configuration, rows, outcomes));
            for (int i = 0; i < rows.size(); i++) {
                DifferentialCase row = rows.get(i);
                CompletableFuture<Outcomes> outcome = outcomes.get(i);
                tests.add(DynamicTest.dynamicTest(row.name(), () -> compare(row, outcome.join())));
            }
        }
        return tests;
    }

    private static void play(int configuration, List<DifferentialCase> rows, List<CompletableFuture<Outcomes>> outcomes) {
        DifferentialService theirs = new DifferentialService(mx, "c-" + configuration);
        DifferentialService ours = new DifferentialService(mx, "j-" + configuration);
        for (int i = 0; i < rows.size(); i++) {
            try {
                List<RemoteClient> clients = rows.get(i).clients();
                outcomes.get(i).complete(new Outcomes(theirs.outcome(clients, "" + i), ours.outcome(clients, "" + i)));
            } catch (IOException | RuntimeException | Error e) {
                outcomes.get(i).completeExceptionally(e);
            }
        }
        theirs.end();
        ours.end();
    }

    private static void compare(DifferentialCase row, Outcomes outcomes) {
        boolean twice = ServiceUnderTest.isReference();
        List<String> expected = twice ? outcomes.theirs() : row.expected(outcomes.theirs());
        assertThat(String.join("\n", outcomes.ours())).isEqualTo(String.join("\n", expected));
    }
}
