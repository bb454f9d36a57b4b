package org.tlsproxy.config;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;

/** Remembers what was logged. */
final class RecordingLogger implements Logger {

    final List<String> warnings = new ArrayList<>();

    @Override
    public void info(String text) {
        throw new AssertionError("unexpected info: " + text);
    }

    @Override
    public void warn(String text) {
        warnings.add(text);
    }

    @Override
    public void error(String text) {
        throw new AssertionError("unexpected error: " + text);
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
