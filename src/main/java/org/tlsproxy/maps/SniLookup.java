package org.tlsproxy.maps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tlsproxy.log.TlsMessages;

/**
 * Finds the certificate chains for the server name that a client asks for: the full name first, then each parent with its leading dot
 * ({@code a.b.example}, {@code .b.example}, {@code .example}), each in all tables in their order. The first result counts, and the first
 * failure ends the search. Nothing is kept from one look-up to the next.
 */
public final class SniLookup {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_LABEL = 63;

    private final List<Table> tables;

    public SniLookup(MapList maps) {
        this.tables = maps.tables();
    }

    /**
     * Looks a name up that {@link #isHostName} holds for.
     *
     * @param name as the client sent it
     * @param then gets the result exactly once: before this returns, unless a table had to wait. Then the session may be gone
     */
    public void find(String name, Consumer<SniResult> then) {
        new Search(name, then).run();
    }

    /** True for what Postfix takes for a host name in this place: letters, digits, hyphens, underscores and dots, no numbers alone. */
    public static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        boolean number = true;
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0 || name.charAt(i - 1) == '-') {
                    return false;
                }
                label = 0;
            } else if (!isLetterOrDigit(c) && c != '_' && (c != '-' || label == 0) || ++label > LONGEST_LABEL) {
                return false;
            }
            number &= c == '.' || c >= '0' && c <= '9';
        }
        return label > 0 && name.charAt(name.length() - 1) != '-' && !number;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** One look-up under way. Answers that come at once are taken in a loop: a name may have a hundred parents. */
    private final class Search {

        private final String name;
        private final Consumer<SniResult> then;
        private String key;
        private int table;
        private boolean asking;
        private boolean answered;
        private boolean over;

        Search(String name, Consumer<SniResult> then) {
            this.name = name;
            this.then = then;
            this.key = name;
        }

        void run() {
            while (!over && advance()) {
                asking = true;
                answered = false;
                tables.get(table).find(key, this::take);
                asking = false;
                if (!answered) {
                    return;
                }
                table++;
            }
        }

        /** Goes to the next key if this one has been looked up everywhere. @return false if there is none */
        private boolean advance() {
            while (table == tables.size()) {
                int dot = tables.isEmpty() ? -1 : key.indexOf('.', 1);
                if (dot < 0) {
                    end(SniResult.NOT_FOUND);
                    return false;
                }
                key = key.substring(dot);
                table = 0;
            }
            return true;
        }

        private void take(Answer answer) {
            answered = true;
            if (answer instanceof Answer.Found found) {
                found(found.value());
            } else if (answer instanceof Answer.Failed failed) {
                fail(failed.warnings(), TlsMessages.serverNameLookupError(tables.get(table).title(), key));
            }
            if (!asking) {
                table++;
                run();
            }
        }

        private void found(byte[] value) {
            if (value.length == 0) {
                fail(List.of(TlsMessages.serverNameEmptyResult(key)), TlsMessages.serverNameEmptyAdvice());
                return;
            }
            byte[] pem = Base64Text.decode(value);
            if (pem.length == 0) {
                String shown = new String(value, StandardCharsets.UTF_8);
                fail(List.of(), TlsMessages.serverNameBadBase64(tables.get(table).label(), key, shown));
            } else {
                end(new SniResult.Found(pem, "SNI data for " + name));
            }
        }

        private void fail(List<String> warnings, String last) {
            List<String> all = new ArrayList<>(warnings);
            all.add(last);
            all.add(TlsMessages.serverNameMapProblem(name));
            end(new SniResult.Failed(List.copyOf(all)));
        }

        private void end(SniResult result) {
            over = true;
            then.accept(result);
        }
    }
}
