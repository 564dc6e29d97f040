"""Pictures of answers: values in, a scene out, laid out for the sheet of a renderer."""
