package org.tlsproxy.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The key exchange groups that tls_eecdh_auto_curves and tls_ffdhe_auto_groups come to.
 *
 * @param groups wire values, most preferred first
 */
public record GroupList(List<Integer> groups) {

    private static final PostfixRelease CURVES_ONLY = new PostfixRelease(3, 7);
    private static final String NONE_CONFIGURED = "no configured key exchange group - OpenSSL requires at least one";
    private static final String OPENSSL_INSTEAD = "using OpenSSL default key exchange groups instead";

    /**
     * Values of the two parameters.
     *
     * @param curves tls_eecdh_auto_curves
     * @param ffdhe  tls_ffdhe_auto_groups, empty where the release has no such parameter
     */
    public record Texts(String curves, String ffdhe) { }

    /**
     * The parameters of 3.4 and 3.5 for the server role.
     *
     * @param grade  tlsproxy_tls_eecdh_grade
     * @param strong tls_eecdh_strong_curve
     * @param ultra  tls_eecdh_ultra_curve
     * @param auto   tls_eecdh_auto_curves
     */
    public record Grades(String grade, String strong, String ultra, String auto) { }

    public GroupList {
        groups = List.copyOf(groups);
    }

    /**
     * Evaluates the parameters as the release does.
     *
     * @param defaults what {@code postconf -d} says of the same parameters; 3.8 and later fall back on it
     */
    public static GroupList evaluate(PostfixRelease release, Texts configured, Texts defaults, Consumer<String> warnings) {
        if (release.before(3, 8)) {
            return curvesOnly(configured.curves(), warnings);
        }
        if (configured.curves().isEmpty() && configured.ffdhe().isEmpty()) {
            return new GroupList(Groups.LIBRARY_DEFAULT);
        }
        Evaluation evaluation = new Evaluation(release, warnings);
        evaluation.read(configured.curves());
        evaluation.read(configured.ffdhe());
        if (evaluation.words == 0 || evaluation.groups.isEmpty()) {
            warnings.accept(evaluation.words == 0 ? NONE_CONFIGURED : "none of the configured key exchange groups are supported");
            return configured.equals(defaults) ? openSslInstead(warnings) : postfixDefaults(release, defaults, warnings);
        }
        if (evaluation.duplicates) {
            warnings.accept("failed to set up the configured key exchange groups");
            return openSslInstead(warnings);
        }
        return new GroupList(evaluation.groups);
    }

    /** Evaluates the grade that 3.4 and 3.5 use in the server role; no groups means that elliptic curves are off. */
    public static GroupList ofGrade(Grades grades, Consumer<String> warnings) {
        switch (grades.grade().toLowerCase(Locale.ROOT)) {
            case "auto":
                return curvesOnly(grades.auto(), warnings);
            case "none":
                warnings.accept("TLS eecdh grade \"none\" is no longer supported, using \"auto\"");
                return curvesOnly(grades.auto(), warnings);
            case "strong":
                return curvesOnly(grades.strong(), warnings);
            case "ultra":
                return curvesOnly(grades.ultra(), warnings);
            default:
                warnings.accept("Invalid TLS eecdh grade \"" + grades.grade() + "\": EECDH disabled");
                return new GroupList(List.of());
        }
    }

    /** The same with the hybrid X25519MLKEM768 as the most preferred group. */
    public GroupList withHybrid() {
        List<Integer> with = new ArrayList<>(groups.size() + 1);
        with.add(Groups.X25519_MLKEM768);
        for (Integer group : groups) {
            if (group != Groups.X25519_MLKEM768) {
                with.add(group);
            }
        }
        return new GroupList(with);
    }

    private static GroupList curvesOnly(String curves, Consumer<String> warnings) {
        Evaluation evaluation = new Evaluation(CURVES_ONLY, warnings);
        evaluation.read(curves);
        if (evaluation.duplicates) {
            warnings.accept("failed to configure ECDHE curves");
        } else if (!evaluation.groups.isEmpty()) {
            return new GroupList(evaluation.groups);
        } else if (evaluation.unsupported) {
            warnings.accept("none of the configured ECDHE curves are supported");
        }
        return new GroupList(Groups.LIBRARY_DEFAULT);
    }

    private static GroupList postfixDefaults(PostfixRelease release, Texts defaults, Consumer<String> warnings) {
        warnings.accept("using Postfix default key exchange groups instead");
        Evaluation evaluation = new Evaluation(release, warnings);
        evaluation.read(defaults.curves());
        evaluation.read(defaults.ffdhe());
        if (!evaluation.groups.isEmpty() && !evaluation.duplicates) {
            return new GroupList(evaluation.groups);
        }
        warnings.accept("none of the Postfix default key exchange groups are supported");
        return openSslInstead(warnings);
    }

    private static GroupList openSslInstead(Consumer<String> warnings) {
        warnings.accept(OPENSSL_INSTEAD);
        return new GroupList(Groups.LIBRARY_DEFAULT);
    }

    /** One pass over a list, by the rules of a release. */
    private static final class Evaluation {
        private final boolean listSyntax;
        private final String unknownText;
        private final Consumer<String> warnings;
        private final List<Integer> groups = new ArrayList<>();
        private int words;
        private boolean unsupported;
        /** OpenSSL refuses a list of numbers with duplicates; lists of names drop them. */
        private boolean duplicates;

        Evaluation(PostfixRelease release, Consumer<String> warnings) {
            listSyntax = release.atLeast(3, 10);
            unknownText = release.before(3, 8) ? "ignoring unknown ECDHE curve" : "ignoring unknown key exchange group";
            this.warnings = warnings;
        }

        void read(String list) {
            // OpenSSL 3.5 groups its list with ':' and '/' (tuples of equal rank): for us only the order counts.
            for (String word : Words.of(list, listSyntax ? Words.COLON + "/" : Words.COMMA)) {
                words++;
                if (listSyntax) {
                    listElement(word);
                } else {
                    objectName(word);
                }
            }
        }

        private void objectName(String word) {
            OptionalInt group = Groups.byObjectName(word);
            if (group.isPresent()) {
                duplicates |= groups.contains(group.getAsInt());
                groups.add(group.getAsInt());
            } else if (Groups.knownButUnsupported(word)) {
                unsupported = true;
            } else {
                warnings.accept(unknownText + " \"" + word + "\"");
            }
        }

        /** A name with OpenSSL 3.5's marks: {@code ?} if known, {@code *} send a key share, {@code -} leave out. */
        private void listElement(String word) {
            int at = 0;
            boolean remove = false;
            while (at < word.length() && "?*-".indexOf(word.charAt(at)) >= 0) {
                remove |= word.charAt(at++) == '-';
            }
            String name = word.substring(at);
            if (name.equals("DEFAULT")) {
                for (Integer group : Groups.OPENSSL35_DEFAULT) {
                    change(group, remove);
                }
                return;
            }
            OptionalInt group = Groups.byListName(name);
            if (group.isPresent()) {
                change(group.getAsInt(), remove);
            }
        }

        private void change(Integer group, boolean remove) {
            if (remove) {
                groups.remove(group);
            } else if (!groups.contains(group)) {
                groups.add(group);
            }
        }
    }
}
