package org.tlsproxy.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a client says before it waits for the status: the request, then the settings if any follow.
 *
 * <p>Settings follow a request for the client role in all releases, and one for the server role since 3.12; never one with
 * bogus roles or one that only probes. The generation decides, with one exception: if a client of an older generation wants the
 * server role and the bytes at hand behind its request begin as 3.12's settings do, they are read as such, because a client writes
 * request and settings at once and waits; {@link Settled#mismatch} then says so.
 *
 * <p>Not one byte behind the last list is taken. Call {@link #feed} until {@link #progress} is no longer {@link Progress#READING}.
 */
public final class RequestReader {

    /** How far the reader is. */
    public enum Progress {
        /** More bytes are needed. */
        READING,
        /** {@link #settled} has it all. */
        SETTLED,
        /** The input was bad or ended early: log the warnings, close, say nothing. */
        REFUSED
    }

    /**
     * All that a client asked.
     *
     * @param request  what for
     * @param client   settings for the client role
     * @param server   settings for the server role; empty before 3.12: tlsproxy's own apply
     * @param mismatch a warning, to be logged once per process, if the settings are those of another Postfix release
     */
    public record Settled(Request request, Optional<ClientSettings> client, Optional<ServerSettings> server,
                          Optional<String> mismatch) { }

    private static final String STREAM = "plaintext";
    private static final String FUNCTION = "tlsp_get_request_event: receive ";
    private static final byte[] SERVER_SETTINGS_START = {'c', 'o', 'n', 'f', 'i', 'g', '_', 'f', 'i', 'l', 'e', 0};

    private final Generation generation;
    private final AttributeScanner first;
    private final List<String> settingsWarnings = new ArrayList<>(0);
    private Optional<AttributeScanner> second = Optional.empty();
    private Optional<Request> request = Optional.empty();
    private Optional<Settled> settled = Optional.empty();
    private Progress progress = Progress.READING;
    private boolean unexpectedSettings;

    /** @param generation of the Postfix that runs here */
    public RequestReader(Generation generation) {
        this.generation = generation;
        this.first = new AttributeScanner(Request.LAYOUT, Generation.ANY, source(AttributeScanner.MAX_LIST));
    }

    private static AttributeScanner.Source source(int limit) {
        return new AttributeScanner.Source(STREAM, false, limit);
    }

    /** @return how many bytes belonged to the request and its settings; less than len once all is read or refused */
    public int feed(byte[] buf, int off, int len) {
        int taken = 0;
        if (progress == Progress.READING && request.isEmpty()) {
            taken = first.feed(buf, off, len);
            afterFirst("Bad message", buf, off + taken, len - taken);
        }
        if (progress == Progress.READING && second.isPresent()) {
            taken += second.get().feed(buf, off + taken, len - taken);
            afterSecond("Bad message");
        }
        return taken;
    }

    /** The client has closed: refuses what is not complete. */
    public void endOfInput() {
        interrupt(false, "Connection reset by peer");
    }

    /** The time for this is over: refuses what is not complete. */
    public void timedOut() {
        interrupt(true, "Connection timed out");
    }

    private void interrupt(boolean timeout, String reason) {
        if (progress != Progress.READING) {
            return;
        }
        AttributeScanner current = second.orElse(first);
        if (timeout) {
            current.timedOut();
        } else {
            current.endOfInput();
        }
        if (second.isPresent()) {
            afterSecond(reason);
        } else {
            afterFirst(reason, new byte[0], 0, 0);
        }
    }

    private void afterFirst(String reason, byte[] buf, int off, int left) {
        switch (first.state()) {
            case READING -> { }
            case FAILED -> {
                first.warnings().add(FUNCTION + "request attributes: " + reason);
                progress = Progress.REFUSED;
            }
            case COMPLETE -> {
                Request complete = Request.of(new Fields(first.values()));
                request = Optional.of(complete);
                expectSettings(complete, buf, off, left);
            }
        }
    }

    private void expectSettings(Request complete, byte[] buf, int off, int left) {
        boolean server = complete.role() == Request.Role.SERVER;
        unexpectedSettings = server && !generation.has(Trait.SERVER_SETTINGS) && startsServerSettings(buf, off, left);
        boolean follow = complete.role() == Request.Role.CLIENT
                || server && (generation.has(Trait.SERVER_SETTINGS) || unexpectedSettings);
        if (follow && !complete.probeOnly()) {
            Layout layout = server ? ServerSettings.LAYOUT : ClientSettings.LAYOUT;
            second = Optional.of(new AttributeScanner(layout, generation, source(AttributeScanner.MAX_LIST - first.consumed())));
        } else {
            settled = Optional.of(new Settled(complete, Optional.empty(), Optional.empty(), Optional.empty()));
            progress = Progress.SETTLED;
        }
    }

    private static boolean startsServerSettings(byte[] buf, int off, int left) {
        if (left < SERVER_SETTINGS_START.length) {
            return false;
        }
        for (int i = 0; i < SERVER_SETTINGS_START.length; i++) {
            if (buf[off + i] != SERVER_SETTINGS_START[i]) {
                return false;
            }
        }
        return true;
    }

    private void afterSecond(String reason) {
        AttributeScanner scanner = second.orElseThrow();
        switch (scanner.state()) {
            case READING -> { }
            case FAILED -> {
                settingsWarnings.addAll(scanner.warnings());
                explain(scanner, reason);
                progress = Progress.REFUSED;
            }
            case COMPLETE -> {
                settingsWarnings.addAll(scanner.warnings());
                settled = Optional.of(settle(scanner));
                progress = Progress.SETTLED;
            }
        }
    }

    private void explain(AttributeScanner scanner, String reason) {
        boolean client = request.orElseThrow().role() == Request.Role.CLIENT;
        if (client && generation.has(Trait.FAST_SHUTDOWN) && scanner.position() < Params.CLIENT.size()) {
            int wanted = Params.clientNames(generation).size();
            settingsWarnings.add("tls_proxy_client_param_scan: want " + wanted + " attributes, got " + got(scanner));
        }
        settingsWarnings.add(FUNCTION + (client ? "client" : "server") + " TLS settings: " + reason);
    }

    private static int got(AttributeScanner scanner) {
        int got = 0;
        for (Object value : scanner.values()) {
            got += value == null ? 0 : 1;
        }
        return got;
    }

    private Settled settle(AttributeScanner scanner) {
        Request complete = request.orElseThrow();
        Fields fields = new Fields(scanner.values());
        if (complete.role() == Request.Role.CLIENT) {
            return new Settled(complete, Optional.of(ClientSettings.of(fields)), Optional.empty(),
                    Mismatch.between(generation, ClientSettings.LAYOUT, scanner.traitsSeen()));
        }
        Optional<String> mismatch = unexpectedSettings ? Optional.of(Mismatch.serverSettings(generation))
                : Mismatch.between(generation, ServerSettings.LAYOUT, scanner.traitsSeen());
        return new Settled(complete, Optional.empty(), Optional.of(ServerSettings.of(fields)), mismatch);
    }

    /** How far the reader is. */
    public Progress progress() {
        return progress;
    }

    /** The request, as soon as it is read, also if its settings are then refused: log lines name it. */
    public Optional<Request> request() {
        return request;
    }

    /** All, once {@link #progress} is {@link Progress#SETTLED}. */
    public Optional<Settled> settled() {
        return settled;
    }

    /** Warnings about the request itself: Postfix logs them before its CONNECT line. There may be some though all went well. */
    public List<String> requestWarnings() {
        return List.copyOf(first.warnings());
    }

    /** Warnings about the settings: Postfix logs them after its CONNECT line. There may be some though all went well. */
    public List<String> settingsWarnings() {
        return List.copyOf(settingsWarnings);
    }
}
