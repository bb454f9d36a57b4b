package org.tlsproxy.maps;

import java.util.List;
import java.util.function.Consumer;

/** {@code fail:}, a table for tests of configurations: every look-up fails. */
record Failing(String title) implements Table {

    @Override
    public void find(String key, Consumer<Answer> then) {
        then.accept(new Answer.Failed(List.of()));
    }
}
