package org.tlsproxy.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One row of {@link DifferentialCases}.
 *
 * @param name        what it is about
 * @param settings    {@code name=value}, as with -o; {@code $DIR} stands for the instance's directory
 * @param clients     who connects, one after the other; none: the service is expected not to come up
 * @param differences what is known to be different
 */
record DifferentialCase(String name, List<String> settings, List<RemoteClient> clients, List<Difference> differences) {

    static DifferentialCase row(String name, String... settings) {
        return new DifferentialCase(name, List.of(settings), List.of(), List.of());
    }

    DifferentialCase with(String... more) {
        return new DifferentialCase(name, Stream.concat(settings.stream(), Stream.of(more)).toList(), clients, differences);
    }

    /** An {@code openssl s_client} with these options connects. */
    DifferentialCase openssl(String options) {
        return client(OpensslClient.with(options));
    }

    DifferentialCase client(RemoteClient client) {
        return new DifferentialCase(name, settings, added(clients, client), differences);
    }

    DifferentialCase except(Difference difference) {
        return new DifferentialCase(name, settings, clients, added(differences, difference));
    }

    private static <T> List<T> added(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }

    /** What is expected of ours. @param theirs the C program's outcome */
    List<String> expected(List<String> theirs) {
        List<String> expected = theirs;
        for (Difference each : differences) {
            expected = each.applied(expected);
        }
        return expected;
    }

    @Override
    public String toString() {
        return name;
    }
}
