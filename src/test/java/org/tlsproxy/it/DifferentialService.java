package org.tlsproxy.it;

import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One program with one configuration, as a service of the shared Postfix: under a program's name of its own, so that its lines in the
 * log are told from all others by their tag. One session at a time.
 */
final class DifferentialService {

    private final PostfixInstance mx;
    private final String program;
    private long mark;

    /** @param program the name of the service and of its program */
    DifferentialService(PostfixInstance mx, String program) {
        this.mx = mx;
        this.program = program;
        this.mark = mx.log().mark();
    }

    /** Lets the clients come one after the other. @return what they, the local client and the log saw */
    List<String> outcome(List<RemoteClient> clients, String row) throws IOException {
        List<String> outcome = new ArrayList<>();
        for (RemoteClient each : clients) {
            boolean keeps = each instanceof OpensslClient;
            RemoteClient client = keeps ? ((OpensslClient) each).keeping(mx.directory().resolve(program + "-" + row)) : each;
            outcome.addAll(session(client));
        }
        return clients.isEmpty() ? refusalToStart() : outcome;
    }

    private List<String> session(RemoteClient client) throws IOException {
        ProxyRequest request = new ProxyRequest(ProxyRequest.asPostscreen().endpoint(),
            ProxyRequest.SERVER_ROLE | ProxyRequest.SEND_CONTEXT, client.handshakeSeconds(), RemoteClient.PATIENT, client.serverId());
        List<String> outcome = new ArrayList<>();
        try (ProxyClient local = ProxyClient.announced(mx.socket(program))) {
            if (local.request(request)) {
                outcome.add("status 1");
                meet(local, client, outcome);
            } else {
                outcome.add("status 0");
            }
        }
        String last = "DISCONNECT " + request.endpoint();
        outcome.addAll(normal(logged(last::equals), request.endpoint()));
        return outcome;
    }

    private static void meet(ProxyClient local, RemoteClient client, List<String> outcome) throws IOException {
        int listener = Native.tcpListener();
        try (RemoteClient.Visit visit = client.connect(Native.port(listener))) {
            if (visit.arrives(listener)) {
                local.pass(Native.accept(listener));
                visit.act();
                converse(local, outcome);
            }
            local.close();
            visit.seen().forEach(fact -> outcome.add("peer " + fact));
        } finally {
            Native.close(listener);
        }
    }

    private static void converse(ProxyClient local, List<String> outcome) throws IOException {
        try {
            List<String> report = local.attributes();
            for (int i = 0; i + 1 < report.size(); i += 2) {
                boolean changes = report.get(i).equals("namaddr");
                outcome.add("report " + report.get(i) + "=" + (changes ? "" : report.get(i + 1)));
            }
            outcome.add("plaintext " + local.readText(OpensslClient.LINE.length()).strip());
            local.write("250 mail\r\n");
        } catch (EOFException e) {
            outcome.add("plaintext ends");
        }
    }

    /** A service that does not come up: what it says of that. */
    private List<String> refusalToStart() throws IOException {
        try (ProxyClient local = ProxyClient.connect(mx.socket(program))) {
            return normal(logged(text -> text.startsWith("fatal: ") || text.startsWith("panic: ")), "ENDPT");
        }
    }

    private List<String> normal(List<String> texts, String endpoint) {
        return NormalText.of(texts, endpoint, program, mx.directory().toString());
    }

    /** The texts since the last session, up to the one that ends this one. */
    private List<String> logged(Predicate<String> last) {
        List<List<String>> found = new ArrayList<>();
        await().atMost(Command.PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
            .until(() -> {
                upTo(last).ifPresent(found::add);
                return !found.isEmpty();
            });
        return found.get(0);
    }

    private Optional<List<String>> upTo(Predicate<String> last) {
        List<String> texts = new ArrayList<>();
        long end = mark;
        for (LogLine line : mx.log().since(mark)) {
            end += line.line().getBytes(StandardCharsets.UTF_8).length + 1;
            if (line.tag().equals("postfix/" + program)) {
                texts.add(line.text());
                if (last.test(line.text())) {
                    mark = end;
                    return Optional.of(texts);
                }
            }
        }
        return Optional.empty();
    }

    /** Ends its processes: an instance with all of them would need much memory. */
    void end() {
        Processes.ofService(mx, program).forEach(each -> each.signal(Native.SIGKILL));
    }
}
