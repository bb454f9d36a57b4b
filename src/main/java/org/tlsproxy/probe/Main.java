package org.tlsproxy.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tlsproxy.posix.LocalClient;
import org.tlsproxy.wire.Generation;

/**
 * Asks a service for its roles and says what it answered, in one line and an exit status as monitoring plug-ins have them: 0 fine, 1 late,
 * 2 not available, 3 asked wrongly.
 */
public final class Main {

    private static final int UNKNOWN = 3;

    private Main() {
    }

    /** @param args socket, mail_version, role (server, client or both), seconds until late, seconds until it is given up */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        Optional<Generation> generation = args.length == 5 ? Generation.of(args[1]) : Optional.empty();
        if (generation.isEmpty()) {
            System.out.println("TLSPROXY UNKNOWN - not a release of Postfix: " + (args.length > 1 ? args[1] : ""));
            return UNKNOWN;
        }
        Path socket = Path.of(args[0]);
        double late = Double.parseDouble(args[3]);
        int millis = (int) (Double.parseDouble(args[4]) * 1000);
        Inquiry inquiry = new Inquiry(generation.get(), () -> LocalClient.connect(socket, millis));
        Finding finding = Finding.of(args[2], late, inquiry);
        System.out.println(finding.line());
        return finding.exitStatus();
    }

    /** Makes connections to the service. */
    interface Service {
        LocalClient connect() throws IOException;
    }
}
