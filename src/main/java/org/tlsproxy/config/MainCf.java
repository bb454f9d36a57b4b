package org.tlsproxy.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.util.Iterator;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.tlsproxy.log.Logger;

/**
 * The settings of main.cf, unexpanded. One property is one parameter; its value is always one string, as the last definition in
 * the file gives it: neither lists nor {@code ${}} mean anything at this level.
 */
final class MainCf extends BaseConfiguration implements FileBasedConfiguration {

    /** The first release that tells the administrator what it has always done to text after a NUL. */
    private static final MailVersion WARNS_OF_NUL = MailVersion.of("3.9");

    private final String file;
    private final Logger logger;
    private final boolean warnsOfNul;

    /** @param file its path, for messages */
    MainCf(String file, MailVersion version, Logger logger) {
        this.file = file;
        this.logger = logger;
        this.warnsOfNul = version.isAtLeast(WARNS_OF_NUL);
    }

    /** Reads the file that the path names. */
    void load() throws IOException {
        read(new StringReader(ConfigFile.content(file)));
    }

    @Override
    public void read(Reader in) throws IOException {
        for (LogicalLine line : LogicalLine.split(ConfigFile.content(in), file, logger)) {
            Assignment assignment = Assignment.ofLine(untilNul(line), file);
            warnOfOtherValue(line, assignment);
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

    /** To the C program a line is a string that ends at the first NUL. */
    private LogicalLine untilNul(LogicalLine line) {
        int nul = line.text().indexOf('\0');
        if (nul < 0) {
            return line;
        }
        if (warnsOfNul) {
            String range = line.first() == line.last() ? "" : "-" + line.last();
            logger.warn(line.position(file) + range + ": text after null byte may be ignored");
        }
        return new LogicalLine(line.text().substring(0, nul), line.first(), line.last());
    }

    private void warnOfOtherValue(LogicalLine line, Assignment assignment) {
        Object earlier = getProperty(assignment.name());
        if (earlier != null && !earlier.equals(assignment.value())) {
            logger.warn(line.position(file) + ": overriding earlier entry: " + assignment.name() + "=" + earlier);
        }
    }
}
