package org.tlsproxy.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.tlsproxy.log.Fatal;

/** A main.cf, its lines and the expansion of its values. The only way out but a result is a message for the administrator. */
public final class MainCfFuzz {

    /** Each reference may double the text, in Postfix as here; the file is the administrator's own. */
    private static final int MOST_REFERENCES = 12;

    private MainCfFuzz() { }

    /** Called by the fuzzer, and by the replay of its corpus. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.chars().filter(c -> c == '$').count() > MOST_REFERENCES) {
            return;
        }
        try {
            MainCf mainCf = new MainCf("main.cf", MailVersion.of("3.9"), new RecordingLogger());
            mainCf.read(new StringReader(text));
            Map<String, String> values = new HashMap<>();
            mainCf.getKeys().forEachRemaining(name -> values.put(name, String.valueOf(mainCf.getProperty(name))));
            expand(values);
        } catch (Fatal e) {
            if (e.getMessage().isBlank()) {
                throw new IllegalStateException("a fatal error without words", e);
            }
        }
    }

    private static void expand(Map<String, String> values) {
        Expander expander = new Expander(name -> values.getOrDefault(name, ""), new RecordingLogger());
        for (String value : values.values()) {
            expander.expand(value);
        }
    }
}
