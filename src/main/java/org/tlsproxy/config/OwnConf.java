package org.tlsproxy.config;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.tlsproxy.log.Fatal;
import org.tlsproxy.log.Logger;

/**
 * The lines of {@code tlsproxy-java.conf}: {@code name = value} as in main.cf, but a setting is one line and nothing is
 * expanded, because the shell script that starts us reads some of them too.
 */
final class OwnConf extends BaseConfiguration implements FileBasedConfiguration {

    private final String file;
    private final Logger logger;
    private final Map<String, Integer> lines = new HashMap<>();

    OwnConf(String file, Logger logger) {
        this.file = file;
        this.logger = logger;
    }

    @Override
    public void read(Reader in) throws IOException {
        for (LogicalLine line : LogicalLine.split(ConfigFile.content(in), file, logger)) {
            if (line.last() != line.first()) {
                throw new Fatal(line.position(file) + ": a setting is one line here: \"" + line.text() + "\"");
            }
            Assignment assignment = Assignment.ofLine(line, file);
            if (!isKnown(assignment.name())) {
                logger.warn(line.position(file) + ": unknown setting: " + assignment.name());
                continue;
            }
            if (lines.put(assignment.name(), line.first()) != null) {
                logger.warn(line.position(file) + ": overriding earlier entry: " + assignment.name() + "="
                    + getProperty(assignment.name()));
            }
            setProperty(assignment.name(), assignment.value());
        }
    }

    @Override
    public void write(Writer out) throws IOException {
        for (Iterator<String> names = getKeys(); names.hasNext(); ) {
            String name = names.next();
            out.write(name + " = " + getProperty(name) + "\n");
        }
    }

    /** The value, or its default. */
    String value(OwnParameter parameter) {
        Object value = getProperty(parameter.name());
        return value == null ? parameter.defaultText() : (String) value;
    }

    /** One message that says what is wrong, where, and what would be right. */
    Fatal refusal(OwnParameter parameter) {
        return new Fatal(file + ", line " + lines.getOrDefault(parameter.name(), 0) + ": bad value: " + parameter.name() + " = "
            + value(parameter) + " (allowed: " + parameter.allowed() + ")");
    }

    private static boolean isKnown(String name) {
        for (OwnParameter parameter : OwnParameter.TABLE) {
            if (parameter.name().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
