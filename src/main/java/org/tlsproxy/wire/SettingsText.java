package org.tlsproxy.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/** Says how a client's settings differ from tlsproxy's own, in Postfix's words. */
public final class SettingsText {

    private SettingsText() { }

    /**
     * @param server lines of {@code name=value}: tlsproxy's own
     * @param client the same of the client
     * @return {@code (server) 'a=b' != (client) 'a=c'}, several joined by {@code "; "}; what one side lacks is shown as {@code ''};
     *         empty if there is no difference
     */
    public static String differences(String server, String client) {
        Map<String, String> theirs = byName(client);
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, String> own : byName(server).entrySet()) {
            String their = theirs.remove(own.getKey());
            add(out, own.getValue(), their == null ? "" : their);
        }
        for (String surplus : theirs.values()) {
            add(out, "", surplus);
        }
        return out.toString();
    }

    private static void add(StringBuilder out, String server, String client) {
        if (!server.equals(client)) {
            out.append(out.isEmpty() ? "" : "; ");
            out.append("(server) '").append(server).append("' != (client) '").append(client).append('\'');
        }
    }

    private static Map<String, String> byName(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (equals >= 0) {
                lines.put(line.substring(0, equals), line);
            }
        }
        return lines;
    }
}
