package org.computepods.chef.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records to JSON in UTF-8 and back. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .withConfigOverride(
              List.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              Map.class, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  /** Made once: Jackson looks a type up anew for each value. */
  private static final ClassValue<ObjectReader> READERS =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return MAPPER.readerFor(type);
        }
      };

  private static final ClassValue<ObjectWriter> WRITERS =
      new ClassValue<>() {
        @Override
        protected ObjectWriter computeValue(Class<?> type) {
          return MAPPER.writerFor(type);
        }
      };

  /** First field of a message that holds several records: those before the last one. */
  private static final String MORE = "more";

  private static final byte[] MORE_BEGINS = "{\"more\":[".getBytes(StandardCharsets.UTF_8);

  private Json() {}

  /** The record as compact JSON. */
  public static byte[] bytes(Object value) {
    try {
      return WRITERS.get(value.getClass()).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Records as one message: the last as it is, with those before it in its first field, {@code
   * more}. Whoever does not know that field reads one record, as everywhere.
   */
  public static byte[] bytesOfAll(List<?> records) {
    if (records.size() == 1) {
      return bytes(records.getFirst());
    }
    var all = new ByteArrayOutputStream(512 * records.size());
    all.writeBytes(MORE_BEGINS);
    for (int n = 0; n < records.size() - 1; n++) {
      if (n > 0) {
        all.write(',');
      }
      all.writeBytes(bytes(records.get(n)));
    }
    byte[] last = bytes(records.getLast());
    all.write(']');
    all.write(last.length > 2 ? ',' : ' ');
    all.write(last, 1, last.length - 1);
    return all.toByteArray();
  }

  /** The records that these bytes hold, one or several; see {@link #bytesOfAll}. */
  public static <T> List<T> readAll(byte[] json, Class<T> type) throws MalformedJson {
    if (!startsWith(json, MORE_BEGINS)) {
      return List.of(read(json, type));
    }
    var all = new ArrayList<T>();
    try (JsonParser parser = MAPPER.createParser(json)) {
      parser.nextToken();
      parser.nextToken();
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        all.add(READERS.get(type).<T>readValue(parser));
      }
      if (parser.currentToken() != JsonToken.END_ARRAY) {
        throw new MalformedJson("expected records in '" + MORE + "'", new Error());
      }
      parser.nextToken();
      all.add(READERS.get(type).<T>readValue(parser));
      return all;
    } catch (MalformedJson e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedJson("not a " + type.getSimpleName() + ": " + brief(e), e);
    }
  }

  private static boolean startsWith(byte[] json, byte[] beginning) {
    return json.length > beginning.length
        && java.util.Arrays.equals(json, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** The record as JSON on one line. */
  public static String text(Object value) {
    try {
      return WRITERS.get(value.getClass()).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** The record as indented JSON, for people. */
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** The record that these bytes hold. */
  public static <T> T read(byte[] json, Class<T> type) throws MalformedJson {
    try {
      T value = READERS.get(type).readValue(json);
      if (value == null) {
        throw new MalformedJson("expected a " + type.getSimpleName() + ", found null", new Error());
      }
      return value;
    } catch (MalformedJson e) {
      throw e;
    } catch (IOException e) {
      throw new MalformedJson("not a " + type.getSimpleName() + ": " + brief(e), e);
    }
  }

  /** The record that this text holds. */
  public static <T> T read(String json, Class<T> type) throws MalformedJson {
    return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  private static String brief(IOException e) {
    return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
  }
}
