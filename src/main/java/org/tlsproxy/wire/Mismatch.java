package org.tlsproxy.wire;

import java.util.Optional;

/** Tells from the attributes of a client's settings whether the client is of another Postfix release than expected. */
final class Mismatch {

    private static final String[] TYPICAL = {"3.4.0", "3.7.6", "3.8.0", "3.8.1", "3.9.0", "3.10.0", "3.11.0",
        "3.12-20260410", "3.12-20260429", "3.12.0"};
    private static final String[] NAMES = {"3.4 to 3.7", "3.5.20 to 3.7", "3.8.0", "3.8", "3.9", "3.10", "3.11", "3.12", "3.12", "3.12"};

    private Mismatch() { }

    /** @return one warning, or empty if the list is as that generation sends it */
    static Optional<String> between(Generation generation, Layout layout, long traitsSeen) {
        long seen = traitsSeen & ~Trait.TLSRPT_BUILD.bit();
        if (seen == layout.traits(generation)) {
            return Optional.empty();
        }
        return Optional.of(warning(generation, "a client sends the settings of " + guess(layout, seen)));
    }

    /** For a client that sends settings for the server role where its generation has none. */
    static String serverSettings(Generation generation) {
        return warning(generation, "a client sends the settings of Postfix 3.12");
    }

    private static String warning(Generation generation, String observation) {
        return observation + ", but mail_version is " + generation.mailVersion() + ": run \"postfix reload\" after an upgrade";
    }

    private static String guess(Layout layout, long seen) {
        for (int i = TYPICAL.length - 1; i >= 0; i--) {
            Optional<Generation> candidate = Generation.of(TYPICAL[i]);
            if (candidate.isPresent() && layout.traits(candidate.get()) == seen) {
                return "Postfix " + NAMES[i];
            }
        }
        return "no known Postfix release";
    }
}
