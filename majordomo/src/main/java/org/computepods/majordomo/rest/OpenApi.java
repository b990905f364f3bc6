package org.computepods.majordomo.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.computepods.chef.json.Json;
import org.computepods.chef.wire.rest.ProblemDetails;
import org.jspecify.annotations.Nullable;

/** Describes the routes in OpenAPI 3.1, out of the very table and records that serve them. */
final class OpenApi {
  private final Map<String, Object> schemas = new TreeMap<>();

  private OpenApi() {}

  static byte[] describe(Routes routes) {
    return Json.bytes(new OpenApi().document(routes));
  }

  private Map<String, Object> document(Routes routes) {
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    for (var route : routes.all()) {
      paths
          .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
          .put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
    }
    var problem =
        Map.of("application/problem+json", Map.of("schema", schema(ProblemDetails.class)));
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "ComputePods MajorDomo", "version", "1"));
    document.put("security", List.of(Map.of("token", List.of())));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "responses",
            Map.of("Problem", Map.of("description", "What is wrong", "content", problem)),
            "securitySchemes",
            Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
    return document;
  }

  private Map<String, Object> operation(Routes.Route route) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("summary", route.help());
    var parameters = new ArrayList<Map<String, Object>>();
    for (String step : route.path().split("/")) {
      if (step.startsWith("{")) {
        parameters.add(parameter(step.substring(1, step.length() - 1), "path", true));
      }
    }
    for (String name : route.parameters()) {
      parameters.add(parameter(name, "query", name.equals("q")));
    }
    operation.put("parameters", parameters);
    if (route.body() != Void.class) {
      operation.put("requestBody", Map.of("required", true, "content", json(schema(route.body()))));
    }
    var responses = new LinkedHashMap<String, Object>();
    if (route.answer() == Void.class) {
      responses.put("2XX", Map.of("description", "Done"));
    } else {
      Map<String, Object> one = schema(route.answer());
      Map<String, Object> schema = route.list() ? Map.of("type", "array", "items", one) : one;
      responses.put("2XX", Map.of("description", "The answer", "content", json(schema)));
    }
    responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> parameter(String name, String in, boolean required) {
    return Map.of("name", name, "in", in, "required", required, "schema", Map.of("type", "string"));
  }

  private static Map<String, Object> json(Map<String, Object> schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private Map<String, Object> schema(Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == List.class ->
          Map.of("type", "array", "items", schema(generic.getActualTypeArguments()[0]));
      case ParameterizedType generic ->
          Map.of(
              "type",
              "object",
              "additionalProperties",
              schema(generic.getActualTypeArguments()[1]));
      case Class<?> c when c == String.class -> Map.of("type", "string");
      case Class<?> c when c == boolean.class -> Map.of("type", "boolean");
      case Class<?> c when c == int.class || c == long.class || c == Integer.class ->
          Map.of("type", "integer");
      case Class<?> c when c.isRecord() -> record(c);
      default -> Map.of();
    };
  }

  private Map<String, Object> record(Class<?> record) {
    String name =
        record.isMemberClass()
            ? record.getEnclosingClass().getSimpleName() + record.getSimpleName()
            : record.getSimpleName();
    if (!schemas.containsKey(name)) {
      schemas.put(name, Map.of());
      var properties = new LinkedHashMap<String, Object>();
      var required = new ArrayList<String>();
      for (RecordComponent component : record.getRecordComponents()) {
        properties.put(nameOf(component), schema(component.getGenericType()));
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          required.add(nameOf(component));
        }
      }
      schemas.put(name, Map.of("type", "object", "properties", properties, "required", required));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private static String nameOf(RecordComponent component) {
    return Arrays.stream(component.getAccessor().getAnnotationsByType(JsonProperty.class))
        .map(JsonProperty::value)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse(component.getName());
  }
}
