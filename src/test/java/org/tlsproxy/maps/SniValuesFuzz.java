package org.tlsproxy.maps;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tlsproxy.log.Fatal;

/** Names that clients ask for and values that tables have for them. First byte: which. */
public final class SniValuesFuzz {

    private SniValuesFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        switch (input[0] & 3) {
            case 0 -> decode(bytes);
            case 1 -> name(text);
            case 2 -> LogicalLines.of(text, "table", new RecordingLog());
            default -> open(text);
        }
    }

    /** The parameter's value; tables that would be files are left out. */
    private static void open(String text) {
        try {
            MapList.open("fail:x, unionmap:{" + text.replaceAll("[a-z]+:", "fail:") + "}", Lookups.context(new RecordingLog()));
        } catch (Fatal e) {
            if (e.getMessage().isBlank()) {
                throw new IllegalStateException("a fatal error without words", e);
            }
        }
    }

    private static void decode(byte[] value) {
        byte[] decoded = Base64Text.decode(value);
        if (decoded.length > value.length / 4 * 3) {
            throw new IllegalStateException("more than there was");
        }
    }

    private static void name(String name) {
        if (SniLookup.isHostName(name)) {
            SniResult result = Lookups.sni(MapList.open("fail:x", Lookups.context(new RecordingLog())), name);
            if (!(result instanceof SniResult.Failed)) {
                throw new IllegalStateException("a table that fails did not");
            }
        }
    }
}
