package org.tlsproxy.tlsmgr;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;

/** Keeps what was logged, with the severity in front. */
final class LogBook implements Logger {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void info(String text) {
        lines.add("info: " + text);
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

    List<String> lines() {
        return lines;
    }
}
