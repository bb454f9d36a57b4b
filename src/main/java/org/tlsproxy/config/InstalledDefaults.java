package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.BaseConfiguration;

/**
 * The defaults of the installed Postfix, which differ from ours by release and by how it was built, and which its own programs
 * compare their settings with. The launcher asks once: {@code postconf -d name...}.
 */
public final class InstalledDefaults {

    private static final String VERSION = "mail_version";

    private final BaseConfiguration layer = new BaseConfiguration();

    private InstalledDefaults() { }

    /** The names to ask for, all in one call; postconf warns on stderr of those that its release does not know. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            if (parameter.source() == Parameter.Source.INSTALLED) {
                names.add(parameter.name());
            }
        }
        return names;
    }

    /**
     * Reads what {@code postconf -d} printed: {@code name = value}, where a line that starts with white space continues the value
     * and blanks at its end belong to it (some defaults have one).
     *
     * @param output empty when postconf could not be asked
     */
    public static InstalledDefaults parse(String output) {
        InstalledDefaults defaults = new InstalledDefaults();
        String name = "";
        StringBuilder value = new StringBuilder();
        for (int start = 0; start < output.length(); ) {
            int newline = output.indexOf('\n', start);
            int end = newline < 0 ? output.length() : newline;
            String line = output.substring(start, end);
            start = end + 1;
            if (!line.isEmpty() && Blanks.isBlank(line.charAt(0))) {
                value.append(line);
                continue;
            }
            int equals = line.indexOf(" =");
            if (equals <= 0) {
                continue;
            }
            defaults.add(name, value.toString());
            name = line.substring(0, equals);
            value.setLength(0);
            value.append(line, Math.min(equals + 3, line.length()), line.length());
        }
        defaults.add(name, value.toString());
        return defaults;
    }

    /** The release that printed them, if it said so. */
    public Optional<MailVersion> version() {
        return layer.containsKey(VERSION) ? MailVersion.parse((String) layer.getProperty(VERSION)) : Optional.empty();
    }

    boolean isEmpty() {
        return layer.isEmpty();
    }

    boolean has(String name) {
        return layer.containsKey(name);
    }

    /** As a layer of the configuration. */
    BaseConfiguration layer() {
        return layer;
    }

    private void add(String name, String value) {
        if (!name.isEmpty()) {
            layer.setProperty(name, value);
        }
    }
}
