package org.tlsproxy.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Which suites a cipher grade with its exclusions allows for TLS 1.2 and older, or why a session with them must be dropped. */
public sealed interface CipherPlan {

    /**
     * The grade is good.
     *
     * @param list          the whole cipher list, exclusions included, as logged at verbose TLS log levels
     * @param suites        wire values in order of preference
     * @param securityLevel what the list itself set; overrides the one that follows from the session's security level
     */
    record Usable(String list, List<Integer> suites, OptionalInt securityLevel) implements CipherPlan {
        public Usable {
            suites = List.copyOf(suites);
        }
    }

    /**
     * The session must be dropped.
     *
     * @param warning      what to log after the peer's name and a colon
     * @param libraryError OpenSSL's error for the line after it, if the list was the trouble
     */
    record Refused(String warning, Optional<CipherList.Fault> libraryError) implements CipherPlan { }

    /** The parameters tls_high_cipherlist, tls_medium_cipherlist, tls_low_cipherlist, tls_export_cipherlist, tls_null_cipherlist. */
    record Lists(String high, String medium, String low, String export, String nullGrade) {

        /** The list of a grade, in any case; empty if there is no such grade. */
        Optional<String> forGrade(String grade, PostfixRelease release) {
            switch (grade.toLowerCase(Locale.ROOT)) {
                case "high":
                    return Optional.of(high);
                case "medium":
                    return Optional.of(medium);
                case "low":
                    return Optional.of(release.atLeast(3, 8) ? medium : low);
                case "export":
                    return Optional.of(release.atLeast(3, 8) ? medium : export);
                case "null":
                    return Optional.of(nullGrade);
                default:
                    return Optional.empty();
            }
        }
    }

    /** Evaluates a grade with its exclusions (a list, possibly empty). */
    static CipherPlan of(Lists lists, PostfixRelease release, String grade, String exclusions) {
        Optional<String> base = lists.forGrade(grade, release);
        if (base.isEmpty()) {
            return new Refused("invalid cipher grade: \"" + grade + "\"", Optional.empty());
        }
        StringBuilder list = new StringBuilder(base.get());
        for (String token : Words.of(exclusions, Words.COLON)) {
            if ("!+-@".indexOf(token.charAt(0)) >= 0) {
                return new Refused("invalid unary '!+-@' in cipher exclusion: " + token, Optional.empty());
            }
            list.append(":!").append(token);
        }
        CipherList evaluated = CipherList.evaluate(list.toString());
        if (evaluated instanceof CipherList.Suites suites) {
            return new Usable(list.toString(), suites.suites(), suites.securityLevel());
        }
        return new Refused("error setting cipher grade: \"" + grade + "\"", Optional.of((CipherList.Fault) evaluated));
    }
}
