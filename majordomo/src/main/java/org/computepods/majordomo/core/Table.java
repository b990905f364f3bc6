package org.computepods.majordomo.core;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by a key that each holds itself, in the order in which they came: a hash table with open
 * addresses, which takes 15 bytes for a value where a map with links takes 50.
 */
final class Table<K, V> extends AbstractCollection<V> {
  private final Function<V, K> keyOf;

  /** In their order; null where one was taken out. */
  private @Nullable Object[] values = new @Nullable Object[8];

  /** Where values are, + 1, by the hash of their keys; 0 where nothing is. At most half full. */
  private int[] slots = new int[16];

  /** Places used in {@code values}, and how many of them hold one. */
  private int end;

  private int size;

  Table(Function<V, K> keyOf) {
    this.keyOf = keyOf;
  }

  @Override
  public int size() {
    return size;
  }

  /** The value with this key, if there is one. */
  @Nullable V get(K key) {
    return at(slots[slot(key)] - 1);
  }

  /** The value with this key, which is made if there is none. */
  V of(K key, Function<K, V> make) {
    V known = get(key);
    if (known != null) {
      return known;
    }
    V made = make.apply(key);
    put(made);
    return made;
  }

  /** Says whether it is new: one with an equal key stays. */
  @Override
  public boolean add(V value) {
    return get(keyOf.apply(value)) == null && put(value);
  }

  private boolean put(V value) {
    if (end == values.length) {
      makeRoom();
    }
    values[end++] = value;
    size++;
    slots[slot(keyOf.apply(value))] = end;
    return true;
  }

  /** Takes out the value with this key, if there is one. */
  void take(K key) {
    int place = slots[slot(key)] - 1;
    if (place >= 0) {
      values[place] = null; // Its slot stays taken, for others may lie behind it.
      size--;
    }
  }

  /** Grows by half, or moves together where enough were taken out. */
  private void makeRoom() {
    @Nullable Object[] before = values;
    int room = size < end - end / 4 ? end : end + (end >> 1) + 1;
    values = new @Nullable Object[room];
    int places = Math.max(slots.length, Integer.highestOneBit(2 * room - 1) << 1);
    slots = new int[places];
    end = 0;
    for (@Nullable Object value : before) {
      if (value != null) {
        values[end++] = value;
        slots[slot(keyOf.apply(cast(value)))] = end;
      }
    }
  }

  /** The slot of the value with this key, or the free one where it belongs. */
  private int slot(K key) {
    int mask = slots.length - 1;
    int hash = key.hashCode() * 0x9E3779B9;
    for (int i = (hash ^ hash >>> 16) & mask; ; i = (i + 1) & mask) {
      V value = at(slots[i] - 1);
      if (slots[i] == 0 || (value != null && keyOf.apply(value).equals(key))) {
        return i;
      }
    }
  }

  private @Nullable V at(int place) {
    @Nullable Object value = place < 0 ? null : values[place];
    return value == null ? null : cast(value);
  }

  @SuppressWarnings("unchecked") // only V is put in
  private V cast(Object value) {
    return (V) value;
  }

  @Override
  public void clear() {
    Arrays.fill(values, null);
    Arrays.fill(slots, 0);
    end = 0;
    size = 0;
  }

  @Override
  public Iterator<V> iterator() {
    return new Iterator<>() {
      private int next = behind(0);

      @Override
      public boolean hasNext() {
        return next < end;
      }

      @Override
      public V next() {
        V value = next < end ? at(next) : null;
        if (value == null) {
          throw new NoSuchElementException();
        }
        next = behind(next + 1);
        return value;
      }
    };
  }

  private int behind(int from) {
    int place = from;
    while (place < end && values[place] == null) {
      place++;
    }
    return place;
  }
}
