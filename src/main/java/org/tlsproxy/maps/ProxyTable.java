package org.tlsproxy.maps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tlsproxy.log.Logger;
import org.tlsproxy.log.StartupMessages;
import org.tlsproxy.log.TableMessages;
import org.tlsproxy.wire.Generation;
import org.tlsproxy.wire.Proxymap;

/**
 * A {@code proxy:} table, looked up by proxymap(8) with its rights. It is opened when the process starts and looked up when somebody asks;
 * what proxymap must not open is unavailable here, where C of some releases ends.
 */
final class ProxyTable implements Table {

    /** Lock, fold keys of fixed strings, values are files: what Postfix opens tables for server names with. */
    static final int FLAGS = 64 | 16384 | 2097152;

    private final ProxymapClient client;
    private final Generation generation;
    private final Logger log;
    private Proxymap.Table table;
    private State state = State.CLOSED;
    /** Why it could not be opened. */
    private String reason = "";

    /** A look-up is sent in OPEN only: proxymap since 3.11 ends when it gets flags that it did not give out itself. */
    private enum State { CLOSED, OPENING, OPEN, REFUSED }

    ProxyTable(String name, ProxymapClient client, Generation generation, Logger log) {
        this.client = client;
        this.generation = generation;
        this.log = log;
        this.table = new Proxymap.Table(name, FLAGS, FLAGS);
    }

    /** Asks proxymap to open it. Look-ups that are asked for meanwhile come after the answer. */
    void open() {
        state = State.OPENING;
        client.ask(new ProxymapCall<>(table.name(), () -> Proxymap.open(generation, table.name(), FLAGS),
            () -> Proxymap.opened(client.path()), new Opening()));
    }

    @Override
    public String title() {
        return "proxy:" + table.name();
    }

    @Override
    public void find(String key, Consumer<Answer> then) {
        if (state == State.CLOSED) {
            open();
        }
        client.ask(new ProxymapCall<>(table.name(), () -> Proxymap.lookup(generation, table, key),
            () -> Proxymap.found(generation, client.path()), new Finding(then)));
    }

    private final class Opening implements ProxymapCall.Receiver<Proxymap.Opened> {

        @Override
        public void answered(Proxymap.Opened opened) {
            switch (opened.status()) {
                case Proxymap.OK -> {
                    table = new Proxymap.Table(table.name(), FLAGS, opened.flags());
                    state = State.OPEN;
                }
                case Proxymap.DENIED -> refuse(TableMessages.notApproved("proxymap", table.name()));
                case Proxymap.BAD_REQUEST -> refuse(TableMessages.badRequest("proxymap", table.name()));
                default -> failed(TableMessages.proxymapTrouble(table.name(), opened.status()));
            }
        }

        /** The next look-up tries again. */
        @Override
        public void failed(String warning) {
            state = State.CLOSED;
            reason = warning;
        }

        private void refuse(String why) {
            state = State.REFUSED;
            reason = why;
            log.error(why);
        }
    }

    private final class Finding implements ProxymapCall.Receiver<Proxymap.Found> {

        private final Consumer<Answer> then;

        Finding(Consumer<Answer> then) {
            this.then = then;
        }

        /** A table that could not be opened is not asked for. */
        @Override
        public Optional<String> refusal() {
            return state == State.OPEN ? Optional.empty() : Optional.of(StartupMessages.tableUnavailable(title(), reason));
        }

        @Override
        public void answered(Proxymap.Found found) {
            table = new Proxymap.Table(table.name(), FLAGS, found.flags());
            then.accept(switch (found.status()) {
                case Proxymap.OK -> new Answer.Found(found.value().getBytes(StandardCharsets.UTF_8));
                case Proxymap.NO_KEY -> Answer.MISSING;
                case Proxymap.DENIED -> failure(TableMessages.notApproved("proxymap", table.name()));
                case Proxymap.BAD_REQUEST -> failure(TableMessages.badRequest("proxymap", table.name()));
                default -> new Answer.Failed(List.of());
            });
        }

        @Override
        public void failed(String warning) {
            then.accept(failure(warning));
        }

        private Answer failure(String warning) {
            return new Answer.Failed(List.of(warning));
        }
    }
}
