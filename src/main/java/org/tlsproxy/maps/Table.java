package org.tlsproxy.maps;

import java.util.function.Consumer;

/** One lookup table, open. */
public interface Table {

    /** {@code type:name} as configured. */
    String title();

    /** What Postfix calls it when it complains of a value: an indexed file's name then has its suffix. */
    default String label() {
        return title();
    }

    /**
     * Looks a key up. The answer comes exactly once, before this returns unless the table must wait for somebody.
     *
     * @param key as asked; folding is the table's
     */
    void find(String key, Consumer<Answer> then);
}
