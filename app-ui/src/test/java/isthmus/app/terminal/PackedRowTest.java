package isthmus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRowTest {
    private static Row random(Random random, int columns, int highest) {
        Row row = new Row(columns);
        row.reach(random.nextInt(columns + 1));
        for (int x = 0; x < row.used; x++) {
            row.text[x] = random.nextInt(8) == 0 && highest > 255 ? ~random.nextInt(99) : random.nextInt(highest + 1);
            row.attrs[x] = x > 0 && random.nextBoolean() ? row.attrs[x - 1] : random.nextLong();
        }
        if (random.nextBoolean() && row.used > 0) {
            row.setExtra(random.nextInt(row.used), row.used, random.nextInt());
        }
        row.fill = random.nextLong();
        row.generation = random.nextLong();
        row.wrapped = random.nextBoolean();
        row.mark = random.nextInt(16);
        return row;
    }

    private static void same(Row row, Row other) {
        assertEquals(row.columns(), other.columns());
        assertEquals(row.used, other.used);
        for (int x = 0; x < row.columns(); x++) {
            assertEquals(row.textAt(x), other.textAt(x));
            assertEquals(row.attrAt(x), other.attrAt(x));
            assertEquals(row.extraAt(x), other.extraAt(x));
        }
        assertEquals(row.generation, other.generation);
        assertEquals(row.wrapped, other.wrapped);
        assertEquals(row.mark, other.mark);
    }

    @Test
    void comesBackAsItWas() {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            int columns = i % 100 == 0 ? Terminal.MAXIMUM_SIZE : random.nextInt(100);
            Row row = random(random, columns, new int[] {127, 255, 0x10ffff}[i % 3]);
            int[] record = new int[PackedRow.longest(row.used)];
            assertEquals(PackedRow.pack(row, record), PackedRow.length(record, 0));
            same(row, PackedRow.unpack(record, 0));
        }
    }

    @Test
    void textOfAProgramTakesLittleRoom() {
        Row row = new Row(200);
        row.reach(160);
        Arrays.fill(row.text, 0, 160, 'x');
        assertEquals(40 + 3 + 7, PackedRow.pack(row, new int[PackedRow.longest(160)]));
    }

    /** As many rows as it takes to use all pieces again, cut now and then, against a plain list. */
    @Test
    void theRingKeepsTheYoungest() {
        Random random = new Random(2);
        Scrollback ring = new Scrollback(700);
        List<Row> list = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            Row row = random(random, random.nextInt(i % 4000 < 50 ? Terminal.MAXIMUM_SIZE : 80), 0x10ffff);
            boolean full = list.size() == 700;
            assertEquals(full, ring.push(row));
            list.add(row);
            if (full) {
                list.removeFirst();
            }
            if (i % 1777 == 0) {
                int count = random.nextInt(list.size() + 1);
                ring.truncate(count);
                list.subList(count, list.size()).clear();
            }
            assertEquals(list.size(), ring.size());
            if (!list.isEmpty()) {
                int index = random.nextInt(list.size());
                assertEquals(list.get(index).generation, ring.generation(index));
                assertEquals(list.get(index).wrapped, ring.wrapped(index));
                assertEquals(list.get(index).mark, ring.mark(index));
                same(list.get(index), ring.get(index));
            }
        }
        ring.clear();
        assertEquals(0, ring.size());
        assertEquals(0, ring.bytes() / 1000);
    }

    @Test
    void aCopyIsNobodyElses() {
        Scrollback ring = new Scrollback(3);
        Row row = new Row(4);
        row.reach(2);
        row.text[0] = 'a';
        ring.push(row);
        row.text[0] = 'b';
        assertArrayEquals(new int[] {'a', 0, 0, 0}, ring.get(0).text);
        ring.get(0).text[0] = 'c';
        assertEquals('a', ring.get(0).textAt(0));
        assertNull(ring.get(0).extras);
    }
}
