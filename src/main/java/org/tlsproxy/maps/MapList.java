package org.tlsproxy.maps;

import java.util.ArrayList;
import java.util.List;

/**
 * The tables that a parameter names, in their order. Opened once, as root, before the jail; what file-valued tables name is read then
 * and kept.
 */
public final class MapList {

    private final List<Table> tables;

    private MapList(List<Table> tables) {
        this.tables = List.copyOf(tables);
    }

    /**
     * Opens {@code type:name} words separated by commas and blanks. A table that cannot be opened is an error record now and a failed
     * look-up each time that it is asked.
     *
     * @throws org.tlsproxy.log.Fatal if a word has no type or no name
     */
    public static MapList open(String value, MapContext context) {
        TableOpener opener = new TableOpener(context);
        List<Table> tables = new ArrayList<>();
        for (String word : Braces.split(value)) {
            tables.add(opener.open(word));
        }
        return new MapList(tables);
    }

    /** True if the parameter names no table: server names are ignored then. */
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    List<Table> tables() {
        return tables;
    }
}
