package org.tlsproxy.wire;

import java.util.List;

/** Attribute lists as a local client, tlsmgr(8) or proxymap(8) may send them, whole and in pieces. First byte: which reader, and how cut. */
public final class AttributeListsFuzz {

    private static final List<Generation> GENERATIONS = List.of(Captures.V35, Captures.V37, Captures.V311, Captures.V312);

    private AttributeListsFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int portion = (input[0] & 0x0f) == 0 ? input.length : input[0] & 0x0f;
        switch (input[0] >> 4 & 7) {
            case 0, 1, 2, 3 -> request(GENERATIONS.get(input[0] >> 4 & 3), input, portion);
            case 4 -> list(TlsmgrReply.session("private/tlsmgr"), input, portion);
            case 5 -> list(TlsmgrReply.ticket("private/tlsmgr"), input, portion);
            case 6 -> list(Proxymap.found(Captures.V37, "private/proxymap"), input, portion);
            default -> list(Proxymap.opened("private/proxymap"), input, portion);
        }
    }

    private static void request(Generation generation, byte[] input, int portion) {
        RequestReader reader = new RequestReader(generation);
        for (int at = 1; at < input.length && reader.progress() == RequestReader.Progress.READING; at += portion) {
            int length = Math.min(portion, input.length - at);
            int taken = reader.feed(input, at, length);
            require(taken >= 0 && taken <= length, "took " + taken + " of " + length);
        }
        reader.endOfInput();
        require(reader.progress() != RequestReader.Progress.READING, "reads on behind the end");
        require(reader.settled().isPresent() == (reader.progress() == RequestReader.Progress.SETTLED), "settled or not");
        require(reader.requestWarnings().size() + reader.settingsWarnings().size() <= 4, "too many warnings");
    }

    private static void list(ListReader<?> reader, byte[] input, int portion) {
        for (int at = 1; at < input.length && reader.value().isEmpty() && !reader.failed(); at += portion) {
            reader.feed(input, at, Math.min(portion, input.length - at));
        }
        reader.endOfInput();
        require(reader.failed() != reader.value().isPresent(), "neither read nor failed");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException(what);
        }
    }
}
