package org.computepods.majordomo.core;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values by a key that each holds itself, in the order in which they came: a hash table with open
 * addresses, which takes a dozen bytes for a value where a map with links takes 50.
 */
final class Table<K, V> extends AbstractCollection<V> {
  private final Function<V, K> keyOf;

  /** In their order; null where one was taken out. */
  private @Nullable Object[] values = new @Nullable Object[8];

  /**
   * Where values are, + 1, by the hash of their keys, of which the high bits stand in the bits that
   * no place needs: few keys are compared in vain. 0 where nothing is. At most three quarters full.
   */
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
    return at(slots[slot(key, hash(key))]);
  }

  /** The value with this key, which is made if there is none. */
  V of(K key, Function<K, V> make) {
    V known = get(key);
    if (known != null) {
      return known;
    }
    V made = make.apply(key);
    put(key, made);
    return made;
  }

  /** Says whether it is new: one with an equal key stays. */
  @Override
  public boolean add(V value) {
    K key = keyOf.apply(value);
    boolean isNew = get(key) == null;
    if (isNew) {
      put(key, value);
    }
    return isNew;
  }

  private void put(K key, V value) {
    if (end == values.length) {
      makeRoom();
    }
    values[end] = value;
    size++;
    enter(key);
  }

  /** Enters the value that comes last in the slots. */
  private void enter(K key) {
    int hash = hash(key);
    end++;
    slots[slot(key, hash)] = (hash & -slots.length) | end;
  }

  /** Takes out the value with this key, if there is one. */
  void take(K key) {
    int slot = slots[slot(key, hash(key))];
    if (slot != 0) {
      values[place(slot)] = null; // Its slot stays taken, for others may lie behind it.
      size--;
    }
  }

  /** Grows by half, or moves together where enough were taken out. */
  private void makeRoom() {
    @Nullable Object[] before = values;
    int room = size < end - end / 4 ? end : end + (end >> 1) + 1;
    values = new @Nullable Object[room];
    int places = Math.max(slots.length, Integer.highestOneBit(room + room / 3) << 1);
    slots = new int[places];
    end = 0;
    for (@Nullable Object value : before) {
      if (value != null) {
        values[end] = value;
        enter(keyOf.apply(cast(value)));
      }
    }
  }

  /** The slot of the value with this key, or the free one where it belongs. */
  private int slot(K key, int hash) {
    int mask = slots.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      int slot = slots[i];
      if (slot == 0) {
        return i;
      }
      if (((slot ^ hash) & ~mask) == 0) {
        V value = at(slot);
        if (value != null && keyOf.apply(value).equals(key)) {
          return i;
        }
      }
    }
  }

  /** Names that differ in a digit have hashes that are near; here they are far (MurmurHash3). */
  private static int hash(Object key) {
    int hash = key.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }

  private int place(int slot) {
    return (slot & (slots.length - 1)) - 1;
  }

  private @Nullable V at(int slot) {
    @Nullable Object value = slot == 0 ? null : values[place(slot)];
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
        @Nullable Object value = next < end ? values[next] : null;
        if (value == null) {
          throw new NoSuchElementException();
        }
        next = behind(next + 1);
        return cast(value);
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
