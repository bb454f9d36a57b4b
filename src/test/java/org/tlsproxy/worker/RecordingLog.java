package org.tlsproxy.worker;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;

/** Keeps what is said. */
final class RecordingLog implements Logger {

    private final List<String> lines = new ArrayList<>();

    void clear() {
        lines.clear();
    }

    /** Severity and text of each line. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void info(String text) {
        lines.add(text);
    }

    @Override
    public void warn(String text) {
        lines.add("warning: " + text);
    }

    @Override
    public void error(String text) {
        lines.add("error: " + text);
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
