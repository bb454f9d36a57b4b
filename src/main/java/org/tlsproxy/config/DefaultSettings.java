package org.tlsproxy.config;

import java.util.HashMap;
import java.util.Map;
import org.tlsproxy.config.Settings.Origin;

/**
 * Settings as an empty main.cf would give them, for a run that has no Postfix: a worker's training. Made without a configuration library,
 * from our table alone; of the references only those to one other parameter are followed, and
 * an expression is worth nothing.
 */
public final class DefaultSettings {

    private static final MailVersion VERSION = MailVersion.ASSUMED;

    private final Map<String, Parameter> table = new HashMap<>();
    private final Map<String, String> given;

    private DefaultSettings(Map<String, String> given) {
        this.given = given;
        for (Parameter parameter : ParameterTable.inFetchOrder()) {
            table.put(parameter.name(), parameter);
        }
    }

    /** @param given values that shall be others, by name */
    public static Settings with(Map<String, String> given) {
        return new DefaultSettings(given).build();
    }

    private Settings build() {
        Settings.Builder settings = new Settings.Builder(VERSION);
        for (Parameter parameter : table.values()) {
            if (parameter.source() == Parameter.Source.INSTALLED || parameter.source() == Parameter.Source.OURS) {
                String name = parameter.name();
                String value = value(name);
                switch (parameter.type()) {
                    case TEXT, RAW -> settings.addText(name, value, Origin.DEFAULT);
                    case NUMBER, INHERITED_NUMBER -> settings.addNumber(name, Values.number(name, value, 0), Origin.DEFAULT);
                    case FLAG, INHERITED_FLAG -> settings.addFlag(name, Values.flag(name, value), Origin.DEFAULT);
                    case TIME -> settings.addSeconds(name, Values.seconds(name, value, "0s", 0), Origin.DEFAULT);
                }
            }
        }
        return settings.build();
    }

    private String value(String name) {
        Parameter parameter = table.get(name);
        if (given.containsKey(name)) {
            return given.get(name);
        }
        String text = parameter.existsIn(VERSION) ? parameter.defaultIn(VERSION) : parameter.lifetime().otherwise();
        String reference = text.startsWith("$") ? text.substring(1) : "";
        if (table.containsKey(reference)) {
            return value(reference);
        }
        return text.startsWith("${") ? parameter.lifetime().otherwise() : text;
    }
}
