"""Times as people and programs write them: one reading for a whole column, or a question where it says too little."""
