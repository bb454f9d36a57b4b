package org.tlsproxy.maps;

import java.util.ArrayList;
import java.util.List;
import org.tlsproxy.log.Logger;

/** A log that can be looked at: each record with Postfix's prefix. */
final class RecordingLog implements Logger {

    private final List<String> records = new ArrayList<>();

    List<String> records() {
        return records;
    }

    @Override
    public void info(String text) {
        records.add(text);
    }

    @Override
    public void warn(String text) {
        records.add("warning: " + text);
    }

    @Override
    public void error(String text) {
        records.add("error: " + text);
    }

    @Override
    public boolean verbose() {
        return false;
    }
}
